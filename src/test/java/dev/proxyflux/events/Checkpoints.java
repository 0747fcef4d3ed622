package dev.proxyflux.events;

import dev.proxyflux.model.PageCursor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Where an event processor keeps how far it has got. */
interface Checkpoints {

    String NONE = "";
    String DONE = "done";

    /** {@return what was saved last: the url() of a cursor, or "done"; "" if nothing was} */
    Mono<String> load();

    /** Keeps where to go on; null if there is nothing left, which is kept as "done". */
    Mono<Void> save(@Nullable PageCursor next);

    static String text(@Nullable PageCursor next) {
        return next == null ? DONE : next.url();
    }
}
