package dev.proxyflux.error;

import dev.proxyflux.model.InteractionField;
import org.jspecify.annotations.Nullable;

/**
 * A page came whole and is not what the reference says: nothing of it was emitted. The message says where, never what.
 */
public final class UndecodablePageException extends InteractionsException {

    private static final long serialVersionUID = 1L;

    private final @Nullable Integer item;
    private final @Nullable InteractionField field;

    /**
     * A page that can't be decoded.
     *
     * @param message the whole message
     * @param item the index of the interaction within its page, from 0, or null if none is at fault
     * @param field the field at fault, or null
     * @param failure the page and what it took
     */
    public UndecodablePageException(
            String message, @Nullable Integer item, @Nullable InteractionField field, Failure failure) {
        super(message, failure, null);
        this.item = item;
        this.field = field;
    }

    @Override
    public boolean isTransient() {
        return false;
    }

    /**
     * Which interaction of the page is at fault.
     *
     * @return its index within the page, from 0, or null if it is the page itself
     */
    public @Nullable Integer item() {
        return item;
    }

    /**
     * Which field of that interaction is at fault.
     *
     * @return the field, or null if it is none of the reference's fields
     */
    public @Nullable InteractionField field() {
        return field;
    }
}
