package dev.proxyflux.transport;

import java.time.Duration;

/**
 * What the library sets on a user's {@code HttpClient}.
 *
 * @param authorization the value of {@code Authorization}
 * @param userAgent the value of {@code User-Agent}
 * @param idleTimeout how long a response may bring no byte
 * @param maxPageBytes the bound on a page's body after decompression
 * @param maxErrorBytes the bound on an error's body; what is beyond is not read
 */
public record HttpSettings(
        String authorization, String userAgent, Duration idleTimeout, int maxPageBytes, int maxErrorBytes) {

    /** {@return the settings without the credential} */
    @Override
    public String toString() {
        return "HttpSettings[userAgent=" + userAgent + ", idleTimeout=" + idleTimeout + ", maxPageBytes=" + maxPageBytes
                + ", maxErrorBytes=" + maxErrorBytes + "]";
    }
}
