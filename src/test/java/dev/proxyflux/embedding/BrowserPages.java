package dev.proxyflux.embedding;

import dev.proxyflux.InteractionsClient;
import dev.proxyflux.InteractionsQuery;
import dev.proxyflux.testkit.InteractionsService;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A page that reads an endpoint by EventSource and tells what it got; and an endpoint that says when it is done. */
@RestController
class BrowserPages {

    /** EventSource takes the end of a response for an accident and starts again, so the page closes it. */
    private static final String PAGE = """
            <!DOCTYPE html>
            <title>interactions</title>
            <script>
              const got = [];
              const source = new EventSource('PATH');
              const done = how => {
                source.close();
                fetch('/told', { method: 'POST', headers: { 'Content-Type': 'text/plain' }, body: how + '\\n' + got.join('\\n') });
              };
              source.onmessage = event => got.push(JSON.parse(event.data).sid);
              source.onerror = () => done('error');
              source.addEventListener('end', () => done('end'));
            </script>
            """;

    private final InteractionsClient client;
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    BrowserPages(InteractionsClient client) {
        this.client = client;
    }

    BlockingQueue<String> told() {
        return told;
    }

    @GetMapping(path = "/page", produces = MediaType.TEXT_HTML_VALUE)
    Mono<String> page(@RequestParam("stream") String stream) {
        return Mono.just(PAGE.replace("PATH", stream));
    }

    @PostMapping("/told")
    Mono<Void> told(@RequestBody String text) {
        return Mono.fromRunnable(() -> told.add(text));
    }

    @GetMapping(path = "/sse-with-end/{session}", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<Object>> withEnd(@PathVariable("session") String session) {
        return client.stream(InteractionsQuery.of(InteractionsService.SESSION.serviceSid(), session))
                .map(interaction -> ServerSentEvent.<Object>builder(interaction).build())
                .concatWithValues(
                        ServerSentEvent.<Object>builder("").event("end").build());
    }
}
