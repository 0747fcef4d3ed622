package dev.proxyflux.transport;

import dev.proxyflux.model.ResponseInfo;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A response, whole: status, headers of interest, and the body. */
public final class PageResponse {

    private final ResponseInfo info;
    private final byte[] body;
    private final boolean selfDelimiting;
    private final @Nullable Packing packing;

    /**
     * A response.
     *
     * @param info status and headers of interest
     * @param body the body, not compressed, not copied
     * @param selfDelimiting whether the message told where it ends; if not, a body that ends too early may have been cut
     */
    public PageResponse(ResponseInfo info, byte[] body, boolean selfDelimiting) {
        this.info = info;
        this.body = body;
        this.selfDelimiting = selfDelimiting;
        this.packing = null;
    }

    private PageResponse(PageResponse packed, Packing packing) {
        this.info = packed.info;
        this.body = packed.body;
        this.selfDelimiting = packed.selfDelimiting;
        this.packing = packing;
    }

    PageResponse packed(ContentCoding coding, BodyBuffer into) {
        return new PageResponse(this, new Packing(coding, into));
    }

    /**
     * This response decompressed; done here and not on arrival, as it may take long and belongs on no event loop.
     *
     * @throws BodyTooLargeException if the body is then larger than its buffer lets it be
     * @throws IOException if the body is not whole and sound
     */
    PageResponse unpacked() throws IOException {
        if (packing == null) {
            return this;
        }
        try {
            packing.coding.unpack(body, packing.into);
        } catch (IOException unsound) {
            // Of an error's body, what could be read is enough.
            if (!packing.into.cutsAtLimit()) {
                throw unsound;
            }
        }
        return new PageResponse(info, packing.into.toBytes(), selfDelimiting);
    }

    ResponseInfo info() {
        return info;
    }

    byte[] body() {
        return body;
    }

    boolean isSelfDelimiting() {
        return selfDelimiting;
    }

    /** {@return status and length, nothing of the body} */
    @Override
    public String toString() {
        return "PageResponse[" + info + ", body=" + body.length + " bytes]";
    }

    /** How the body is compressed, and where its plain form goes. */
    private record Packing(ContentCoding coding, BodyBuffer into) {}
}
