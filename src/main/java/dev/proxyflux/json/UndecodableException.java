package dev.proxyflux.json;

import dev.proxyflux.model.InteractionField;
import org.jspecify.annotations.Nullable;

/** A body is not a page. Says where and in which way, never what the body holds. */
public final class UndecodableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final @Nullable Integer item;
    private final @Nullable InteractionField field;
    private final boolean cut;

    UndecodableException(String problem, @Nullable Integer item, @Nullable InteractionField field, boolean cut) {
        super(problem, null, false, false);
        this.item = item;
        this.field = field;
        this.cut = cut;
    }

    /** {@return the index of the interaction at fault, or null} */
    public @Nullable Integer item() {
        return item;
    }

    /** {@return the field at fault, or null} */
    public @Nullable InteractionField field() {
        return field;
    }

    /** {@return whether the body ended too early, or is at fault in its very last bytes} */
    public boolean isCut() {
        return cut;
    }
}
