package dev.proxyflux.transport;

import reactor.core.publisher.Mono;

/** The HTTP seam: one GET, answered whole. */
@FunctionalInterface
public interface PageExchange {

    /**
     * Requests a URL once. What it signals or throws is taken for a failed connection and tried again by the client's retry
     * policy; so is an end without a response.
     *
     * @param url an absolute URL of the client's base, to be sent byte for byte
     * @return a cold publisher of one response: sends on subscription, cancels on cancellation; may emit on any thread
     */
    Mono<PageResponse> get(String url);
}
