package dev.proxyflux.error;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an answer other than 200 said.
 *
 * @param status the HTTP status
 * @param code the service's own error code, such as 20404, or null if the body had none
 * @param text the service's message on one line, at most 300 characters, or null if the body had none
 * @param moreInfo the service's link to a description, on one line, or null
 * @param retryAfter how long the service asked to wait, or null
 */
public record ServiceAnswer(
        int status,
        @Nullable Integer code,
        @Nullable String text,
        @Nullable String moreInfo,
        @Nullable Duration retryAfter)
        implements Serializable {

    private static final long serialVersionUID = 1L;
}
