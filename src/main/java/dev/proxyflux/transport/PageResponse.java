package dev.proxyflux.transport;

import dev.proxyflux.model.ResponseInfo;

/** A response, whole: status, headers of interest, and the body after decompression. */
public final class PageResponse {

    private final ResponseInfo info;
    private final byte[] body;
    private final boolean selfDelimiting;

    /**
     * A response.
     *
     * @param info status and headers of interest
     * @param body the body, not copied
     * @param selfDelimiting whether the message told where it ends; if not, a body that ends too early may have been cut
     */
    public PageResponse(ResponseInfo info, byte[] body, boolean selfDelimiting) {
        this.info = info;
        this.body = body;
        this.selfDelimiting = selfDelimiting;
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
}
