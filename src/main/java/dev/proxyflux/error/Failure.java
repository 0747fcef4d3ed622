package dev.proxyflux.error;

import dev.proxyflux.model.PageCursor;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream failed and what it took, common to all errors of the family.
 *
 * @param resumeAt the position at which to go on, or null if there is none
 * @param requestId the vendor's id of the failed request, or null
 * @param retries the tries of the failed page after its first
 */
public record Failure(
        @Nullable PageCursor resumeAt, @Nullable String requestId, int retries) {

    /**
     * A failure before or after any request.
     *
     * @param resumeAt the position at which to go on, or null if there is none
     * @return the failure without request id and retries
     */
    public static Failure at(@Nullable PageCursor resumeAt) {
        return new Failure(resumeAt, null, 0);
    }
}
