package dev.proxyflux.events;

import dev.proxyflux.model.Interaction;
import java.util.List;
import reactor.core.publisher.Mono;

/** What an event processor does with interactions. */
interface Sink {

    Mono<Void> write(List<Interaction> interactions);
}
