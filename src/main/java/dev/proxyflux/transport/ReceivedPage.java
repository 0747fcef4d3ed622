package dev.proxyflux.transport;

import static java.util.Objects.requireNonNull;

import dev.proxyflux.model.InteractionPage;
import dev.proxyflux.model.PageCursor;
import dev.proxyflux.model.PageMeta;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A page that is here whole. What it says of itself is known; of a large one the interactions are decoded when they are asked
 * for, so that the request for the next page need not wait for that: once, by who emits them.
 */
public final class ReceivedPage {

    private final PageCursor cursor;
    private final PageMeta meta;
    /** Null once it has succeeded. */
    private @Nullable Supplier<InteractionPage> decoding;

    /** Who fetches looks at it too. */
    private volatile @Nullable InteractionPage decoded;

    private ReceivedPage(PageCursor cursor, PageMeta meta) {
        this.cursor = cursor;
        this.meta = meta;
    }

    /**
     * A page that is decoded.
     *
     * @param decoded the page
     * @return the same, as received
     */
    public static ReceivedPage of(InteractionPage decoded) {
        ReceivedPage page = new ReceivedPage(decoded.cursor(), decoded.meta());
        page.decoded = decoded;
        return page;
    }

    /** A page whose decoding may fail, and then fails for good. */
    static ReceivedPage undecoded(PageCursor cursor, PageMeta meta, Supplier<InteractionPage> decoding) {
        ReceivedPage page = new ReceivedPage(cursor, meta);
        page.decoding = decoding;
        return page;
    }

    /** {@return the page's position} */
    public PageCursor cursor() {
        return cursor;
    }

    /** {@return what the service says of the page} */
    public PageMeta meta() {
        return meta;
    }

    /** {@return whether the interactions are known} */
    public boolean isDecoded() {
        return decoded != null;
    }

    /**
     * The page with its interactions, decoded on the caller's thread if that has not been done.
     *
     * @return the page
     * @throws dev.proxyflux.error.InteractionsException if it can't be decoded
     */
    public InteractionPage decoded() {
        InteractionPage known = decoded;
        if (known == null) {
            known = requireNonNull(decoding, "decoding").get();
            decoded = known;
            // It holds the body.
            decoding = null;
        }
        return known;
    }

    /** {@return the page's position alone} */
    @Override
    public String toString() {
        return "ReceivedPage[" + cursor + ", decoded=" + isDecoded() + "]";
    }
}
