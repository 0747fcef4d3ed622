package dev.proxyflux.fault;

import dev.proxyflux.Credentials;
import dev.proxyflux.InteractionsClient;
import dev.proxyflux.InteractionsClientBuilder;
import dev.proxyflux.InteractionsQuery;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.PageCursor;
import dev.proxyflux.retry.RetryEvent;
import dev.proxyflux.retry.RetryPolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import reactor.core.publisher.Signal;

/** A list served with faults, a second origin, and a client with short waits: what one case plays in. */
final class Scene implements AutoCloseable {

    static final String USER = "AC" + "1".repeat(32);
    static final String SECRET = "hush/S3cret+t0ken=9f";
    static final String PRIVATE_TEXT = "my-private-message";
    static final int RETRIES = 2;
    static final Instant NOW = Instant.parse("2024-03-01T10:00:00Z");
    static final Duration IDLE = Duration.ofMillis(250);
    static final Duration TOTAL = Duration.ofMillis(800);

    /** No case may take longer, whatever the service does. */
    static final Duration BOUND = Duration.ofSeconds(20);

    private static final int PAGES = 3;
    private static final int PAGE_SIZE = 2;

    private final FaultServer server = new FaultServer(this::answer);
    private final RecordingListener elsewhere = new RecordingListener();
    private final Map<Integer, Deque<Answer>> script = new ConcurrentHashMap<>();
    private final Map<Integer, Answer> always = new ConcurrentHashMap<>();
    private final Queue<RetryEvent> retries = new ConcurrentLinkedQueue<>();
    private final InteractionsClientBuilder builder;
    private Pages pages = new Pages("http://127.0.0.1:" + server.port(), PAGES, PAGE_SIZE);

    Scene() {
        this.builder = InteractionsClient.builder(Credentials.authToken(USER, SECRET))
                .baseUrl(pages.base())
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .onRetry(retries::add)
                .retry(policy());
    }

    static RetryPolicy policy() {
        return RetryPolicy.DEFAULT
                .withMaxRetries(RETRIES)
                .withBackoff(Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(20))
                .withMaxRetryAfter(Duration.ofSeconds(2));
    }

    private Answer answer(FaultServer.Request request) {
        int page = Pages.indexOf(request.target());
        Deque<Answer> queue = script.get(page);
        if (queue != null) {
            synchronized (queue) {
                Answer next = queue.poll();
                if (next != null) {
                    return next;
                }
            }
        }
        Answer lasting = always.get(page);
        return lasting == null ? Answer.ok(pages.body(page)) : lasting;
    }

    Pages pages() {
        return pages;
    }

    FaultServer server() {
        return server;
    }

    RecordingListener elsewhere() {
        return elsewhere;
    }

    Queue<RetryEvent> retries() {
        return retries;
    }

    /** Serves another number of pages. */
    Scene pages(int count) {
        pages = new Pages(pages.base(), count, PAGE_SIZE);
        return this;
    }

    /** The first requests of a page are answered so, each once. */
    Scene first(int page, Answer... answers) {
        script.put(page, new ArrayDeque<>(Arrays.asList(answers)));
        return this;
    }

    /** Every request of a page is answered so. */
    Scene always(int page, Answer answer) {
        always.put(page, answer);
        return this;
    }

    /** From now on no page has a fault. */
    void heal() {
        script.clear();
        always.clear();
    }

    /** The clocks of an attempt, short. */
    Scene impatient() {
        return tune(client -> client.timeouts(IDLE, TOTAL));
    }

    Scene tune(Consumer<InteractionsClientBuilder> tuning) {
        tuning.accept(builder);
        return this;
    }

    InteractionsQuery query() {
        return InteractionsQuery.of(Pages.SERVICE, Pages.SESSION).withPageSize(PAGE_SIZE);
    }

    InteractionsClient client() {
        return builder.build();
    }

    /** Streams the whole list as it is served. */
    Outcome run() {
        return run(query());
    }

    Outcome resume(PageCursor at) {
        return run(query().startingAt(at));
    }

    private Outcome run(InteractionsQuery query) {
        try (InteractionsClient client = client()) {
            return run(client, query);
        }
    }

    Outcome run(InteractionsClient client, InteractionsQuery query) {
        long before = System.nanoTime();
        int requestsBefore = server.requests().size();
        List<Signal<Interaction>> signals =
                client.stream(query).materialize().collectList().block(BOUND);
        Duration time = Duration.ofNanos(System.nanoTime() - before);
        return new Outcome(this, signals, requestsBefore, time);
    }

    /** A list of one page's answer in place of the good one, made from it. */
    Scene served(int page, Function<byte[], Answer> answer) {
        return always(page, answer.apply(pages.body(page)));
    }

    @Override
    public void close() {
        server.close();
        elsewhere.close();
    }
}
