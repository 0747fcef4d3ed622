package dev.proxyflux.events;

import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.InteractionPage;
import dev.proxyflux.model.PageCursor;
import java.util.List;

/** An interaction and the page it came on, where a run that died with it goes on. */
record Placed(Interaction interaction, PageCursor page) {

    static List<Placed> all(InteractionPage page) {
        return page.items().stream()
                .map(item -> new Placed(item, page.cursor()))
                .toList();
    }

    static List<Interaction> interactions(List<Placed> batch) {
        return batch.stream().map(Placed::interaction).toList();
    }

    static PageCursor last(List<Placed> batch) {
        return batch.get(batch.size() - 1).page();
    }
}
