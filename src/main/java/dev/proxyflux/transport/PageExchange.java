package dev.proxyflux.transport;

import reactor.core.publisher.Mono;

/** The HTTP seam: one GET, answered whole. */
@FunctionalInterface
public interface PageExchange {

    /**
     * Requests a URL once. What it signals on error is taken for a failed connection.
     *
     * @param url an absolute URL of the client's base, to be sent byte for byte
     * @return a cold publisher: sends on subscription, cancels on cancellation
     */
    Mono<PageResponse> get(String url);
}
