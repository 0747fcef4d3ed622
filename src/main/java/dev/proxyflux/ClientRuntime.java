package dev.proxyflux;

import dev.proxyflux.link.BaseUrl;
import dev.proxyflux.link.CollectionLinks;
import dev.proxyflux.link.LinkRules;
import dev.proxyflux.model.SessionKey;
import dev.proxyflux.transport.DuePage;
import dev.proxyflux.transport.FetchSettings;
import dev.proxyflux.transport.PageExchange;
import dev.proxyflux.transport.PageFetch;
import dev.proxyflux.transport.ReceivedPage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * What a client's subscriptions share.
 *
 * @param base where the service is
 * @param defaultPageSize the page size of queries that name none, or null for their own default
 * @param linkRules which links are followed
 * @param maxEmptyPages the most empty pages in a row
 * @param exchange sends the requests
 * @param fetching how a page is fetched
 * @param scheduler looked up at each subscription
 * @param closed completes when the client is closed
 */
record ClientRuntime(
        BaseUrl base,
        @Nullable Integer defaultPageSize,
        LinkRules linkRules,
        int maxEmptyPages,
        PageExchange exchange,
        FetchSettings fetching,
        Supplier<Scheduler> scheduler,
        Mono<Void> closed) {

    CollectionLinks links(SessionKey session) {
        return new CollectionLinks(base, session, linkRules, fetching.mask());
    }

    Mono<ReceivedPage> fetch(DuePage page, Scheduler scheduler) {
        return PageFetch.of(exchange, fetching, scheduler, page);
    }
}
