package dev.proxyflux.transport;

import dev.proxyflux.model.ResponseInfo;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A response, whole: status, headers of interest, and the body. */
public final class PageResponse {

    private final ResponseInfo info;
    private final BodyBuffer body;
    private final boolean selfDelimiting;
    private final ContentCoding coding;
    /** Where the body is unpacked to. */
    private final @Nullable BodyBuffer plain;

    /**
     * A response.
     *
     * @param info status and headers of interest
     * @param body the body, not compressed, not copied
     * @param selfDelimiting whether the message told where it ends; if not, a body that ends too early may have been cut
     */
    public PageResponse(ResponseInfo info, byte[] body, boolean selfDelimiting) {
        this(info, BodyBuffer.of(body), selfDelimiting);
    }

    PageResponse(ResponseInfo info, BodyBuffer body, boolean selfDelimiting) {
        this.info = info;
        this.body = body;
        this.selfDelimiting = selfDelimiting;
        this.coding = ContentCoding.NONE;
        this.plain = null;
    }

    private PageResponse(PageResponse packed, ContentCoding coding, BodyBuffer plain) {
        this.info = packed.info;
        this.body = packed.body;
        this.selfDelimiting = packed.selfDelimiting;
        this.coding = coding;
        this.plain = plain;
    }

    PageResponse packed(ContentCoding coding, BodyBuffer into) {
        return new PageResponse(this, coding, into);
    }

    /**
     * This response decompressed; done here and not on arrival, as it may take long and belongs on no event loop.
     *
     * @throws BodyTooLargeException if the body is then larger than its buffer lets it be
     * @throws IOException if the body is not whole and sound
     */
    PageResponse unpacked() throws IOException {
        if (plain == null) {
            return this;
        }
        try {
            coding.unpack(body, plain);
        } catch (IOException unsound) {
            // Of an error's body, what could be read is enough.
            if (!plain.cutsAtLimit()) {
                throw unsound;
            }
        }
        release();
        return new PageResponse(info, plain, selfDelimiting);
    }

    /** Frees the body's memory for the next. */
    void release() {
        body.release();
    }

    ResponseInfo info() {
        return info;
    }

    BodyBuffer body() {
        return body;
    }

    boolean isSelfDelimiting() {
        return selfDelimiting;
    }

    /** {@return status and length, nothing of the body} */
    @Override
    public String toString() {
        return "PageResponse[" + info + ", body=" + body.length() + " bytes]";
    }
}
