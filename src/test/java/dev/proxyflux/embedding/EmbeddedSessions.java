package dev.proxyflux.embedding;

import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.SessionKey;
import dev.proxyflux.testkit.Answer;
import dev.proxyflux.testkit.GeneratedInteractions;
import dev.proxyflux.testkit.InteractionsService;
import dev.proxyflux.testkit.RecordedRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** A service whose sessions are one test's each: with answers and counts of their own. */
final class EmbeddedSessions implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(20);

    private static final Duration PROBE = Duration.ofMillis(5);
    /** For so long nothing may come for it to count as settled. */
    private static final Duration QUIET = Duration.ofMillis(400);

    private final InteractionsService service = InteractionsService.start();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<String, Function<RecordedRequest, @Nullable Answer>> rules = new ConcurrentHashMap<>();

    EmbeddedSessions() {
        service.answersBy(
                request -> rules.getOrDefault(request.path(), regular -> null).apply(request));
    }

    InteractionsService service() {
        return service;
    }

    /** A session of its own. */
    Session of(int interactions) {
        SessionKey key = new SessionKey(
                InteractionsService.SESSION.serviceSid(), "KC%032d".formatted(numbers.incrementAndGet()));
        service.hasInteractions(key, interactions);
        return new Session(key, interactions);
    }

    @Override
    public void close() {
        service.close();
    }

    static void until(BooleanSupplier condition) {
        Flux.interval(Duration.ZERO, PROBE)
                .onBackpressureDrop()
                .takeUntil(tick -> condition.getAsBoolean())
                .blockLast(SOON);
    }

    final class Session {

        private final SessionKey key;
        private final int interactions;

        private Session(SessionKey key, int interactions) {
            this.key = key;
            this.interactions = interactions;
        }

        String sid() {
            return key.sessionSid();
        }

        List<Interaction> interactions() {
            return GeneratedInteractions.list(key, interactions);
        }

        List<String> sids() {
            return interactions().stream().map(Interaction::sid).toList();
        }

        /** Answers all requests so. */
        void answers(Answer answer) {
            rules.put(path(), request -> answer);
        }

        /** Answers the requests for pages after the first so. */
        void answersLater(Answer answer) {
            rules.put(path(), request -> request.query().contains("PageToken") ? answer : null);
        }

        private String path() {
            return service.listUrl(key).substring(service.baseUrl().length());
        }

        int requests() {
            String path = path();
            return (int) service.pageRequests().stream()
                    .filter(request -> request.path().equals(path))
                    .count();
        }

        /** Waits until no more requests come, and counts them. */
        int settledRequests() {
            return Flux.interval(Duration.ZERO, QUIET)
                    .map(tick -> requests())
                    .buffer(2, 1)
                    .filter(two -> two.get(0) > 0 && two.get(0).equals(two.get(1)))
                    .map(two -> two.get(1))
                    .blockFirst(SOON);
        }
    }
}
