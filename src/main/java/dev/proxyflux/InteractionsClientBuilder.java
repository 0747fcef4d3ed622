package dev.proxyflux;

import static java.util.Objects.requireNonNull;

import dev.proxyflux.link.BaseUrl;
import dev.proxyflux.link.LinkRules;
import dev.proxyflux.observe.StreamListener;
import dev.proxyflux.retry.RetryEvent;
import dev.proxyflux.retry.RetryPolicy;
import dev.proxyflux.transport.FetchSettings;
import dev.proxyflux.transport.HttpSettings;
import dev.proxyflux.transport.PageExchange;
import dev.proxyflux.transport.ReactorNettyExchange;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Builds an {@link InteractionsClient}. Not thread-safe. */
public final class InteractionsClientBuilder {

    private static final int MAX_PENDING_ACQUIRES = 10_000;
    private static final Duration PENDING_ACQUIRE_TIMEOUT = Duration.ofSeconds(45);

    /** Timers that count milliseconds would take less for none; nanoseconds of centuries overflow. */
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private static final Duration LONGEST = Duration.ofDays(1);

    private final Credentials credentials;
    private BaseUrl baseUrl = BaseUrl.parse("https://proxy.twilio.com");
    private boolean plainHttp;
    private boolean rebaseLinks;
    private Supplier<Scheduler> scheduler = Schedulers::parallel;
    private UnaryOperator<HttpClient> customizer = UnaryOperator.identity();
    private @Nullable PageExchange exchange;
    private @Nullable Integer defaultPageSize;
    private int maxConnections = 128;
    private Duration maxIdleTime = Duration.ofSeconds(30);
    private RetryPolicy retry = RetryPolicy.DEFAULT;
    private Consumer<? super RetryEvent> onRetry = event -> {};
    private final List<StreamListener> listeners = new ArrayList<>(List.of(new PageLog()));
    private Clock clock = Clock.systemUTC();
    private Duration idleTimeout = Duration.ofSeconds(30);
    private Duration attemptTimeout = Duration.ofMinutes(2);
    private int maxPageBytes = 64 * 1024 * 1024;
    private int maxErrorBytes = 64 * 1024;
    private int maxLinkLength = 8 * 1024;
    private int maxEmptyPages = 1_000;

    InteractionsClientBuilder(Credentials credentials) {
        this.credentials = credentials;
    }

    /**
     * Where the service is: the only scheme, host and port that requests and credentials go to.
     *
     * @param baseUrl an {@code https} URL with a host and no user, query or fragment; {@code http} for loopback hosts, see
     *     {@link #allowPlainHttp()}; default {@code https://proxy.twilio.com}
     * @return this builder
     * @throws IllegalArgumentException if it is not such a URL
     */
    public InteractionsClientBuilder baseUrl(String baseUrl) {
        this.baseUrl = BaseUrl.parse(requireNonNull(baseUrl, "baseUrl"));
        return this;
    }

    /**
     * Accepts an {@code http} base URL of any host: the credentials then cross the network in the clear.
     *
     * @return this builder
     */
    public InteractionsClientBuilder allowPlainHttp() {
        this.plainHttp = true;
        return this;
    }

    /**
     * For gateways and mocks whose answers link to the service behind them: of a link only path and query are used, on the
     * base URL's origin. The path must still be the session's list.
     *
     * @return this builder
     */
    public InteractionsClientBuilder rebaseLinks() {
        this.rebaseLinks = true;
        return this;
    }

    /**
     * Where pages are decoded, interactions emitted and clocks and delays run. Stays the user's to dispose of, after the
     * client is closed: disposed of earlier, timeouts and retries stop with it, and a stream that waits ends only when the
     * client is closed.
     *
     * @param scheduler the scheduler, one that runs delayed tasks too; default {@code Schedulers.parallel()}, looked up at each
     *     subscription. A consumer that blocks wants {@code boundedElastic()}
     * @return this builder
     * @throws IllegalArgumentException if it runs no delayed tasks, as {@code immediate()} does not
     */
    public InteractionsClientBuilder scheduler(Scheduler scheduler) {
        requireDelays(requireNonNull(scheduler, "scheduler"));
        this.scheduler = () -> scheduler;
        return this;
    }

    private static void requireDelays(Scheduler scheduler) {
        try {
            scheduler.schedule(() -> {}, 0, TimeUnit.NANOSECONDS).dispose();
        } catch (RejectedExecutionException refused) {
            // One that is disposed of ends streams, as it would later.
            if (!scheduler.isDisposed()) {
                throw new IllegalArgumentException(
                        "scheduler " + scheduler + " refuses a delayed task, and timeouts and retries are such;"
                                + " Schedulers.parallel() or boundedElastic() would do",
                        refused);
            }
        }
    }

    /**
     * Customises the Reactor Netty client: proxy, TLS, pool, DNS, metrics. Runs in {@code build()}, several in the order in
     * which they were given; then the library sets what its promises need: no redirects, no hidden repeat, its own
     * decompression of gzip, the idle timeout, and the headers Authorization, Accept, Accept-Encoding and User-Agent.
     *
     * @param customizer gets a client with the library's pool, or the one that the customizer before returned; returns the
     *     one to use. A pool it brings stays the user's
     * @return this builder
     */
    public InteractionsClientBuilder httpClient(UnaryOperator<HttpClient> customizer) {
        requireNonNull(customizer, "customizer");
        UnaryOperator<HttpClient> before = this.customizer;
        this.customizer = http -> customizer.apply(requireNonNull(before.apply(http), "the customizer's HttpClient"));
        return this;
    }

    /**
     * Puts something else in place of Reactor Netty, for tests. Credentials, {@code httpClient}, {@code pool}, the idle timeout
     * and {@code maxErrorBytes} then count for nothing.
     *
     * @param exchange answers the requests
     * @return this builder
     */
    public InteractionsClientBuilder exchange(PageExchange exchange) {
        this.exchange = requireNonNull(exchange, "exchange");
        return this;
    }

    /**
     * The client's own connection pool. A request that finds no connection waits up to 45 s, with at most 10,000 others;
     * beyond that it has failed and is tried again.
     *
     * @param maxConnections the most connections, at least 1; default 128
     * @param maxIdleTime how long an unused connection is kept, 1 ms to 1 day; default 30 s
     * @return this builder
     * @throws IllegalArgumentException if a value is out of range
     */
    public InteractionsClientBuilder pool(int maxConnections, Duration maxIdleTime) {
        this.maxConnections = atLeastOne("maxConnections", maxConnections);
        this.maxIdleTime = bounded("maxIdleTime", maxIdleTime);
        return this;
    }

    /**
     * The page size that is asked for by queries that name none; with a limit, min(limit, this).
     *
     * @param pageSize 1 to 1000; default {@link InteractionsQuery#pageSize()}
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public InteractionsClientBuilder defaultPageSize(int pageSize) {
        this.defaultPageSize = InteractionsQuery.checkedPageSize(pageSize);
        return this;
    }

    /**
     * How often and how soon a page is tried again.
     *
     * @param policy the policy; default {@link RetryPolicy#DEFAULT}
     * @return this builder
     */
    public InteractionsClientBuilder retry(RetryPolicy policy) {
        this.retry = requireNonNull(policy, "policy");
        return this;
    }

    /**
     * Hears each retry, before its delay, on the client's scheduler. Must not block; what it throws is logged and passed over.
     *
     * @param listener the listener; default none
     * @return this builder
     */
    public InteractionsClientBuilder onRetry(Consumer<? super RetryEvent> listener) {
        this.onRetry = requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Adds one that hears of each page's fetch: attempts, times, retries, counts and the end. The Micrometer listener is one.
     * Must not block; what it throws is logged and passed over.
     *
     * @param listener the listener, told after those added before; default none
     * @return this builder
     */
    public InteractionsClientBuilder listener(StreamListener listener) {
        this.listeners.add(requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Tells the time for dates in {@code Retry-After}.
     *
     * @param clock the clock; default the system's
     * @return this builder
     */
    public InteractionsClientBuilder clock(Clock clock) {
        this.clock = requireNonNull(clock, "clock");
        return this;
    }

    /**
     * The two clocks of an attempt, both covering the body. Neither counts the consumer's idleness.
     *
     * @param idle how long a response may bring no byte, 1 ms to 1 day; default 30 s
     * @param total how long an attempt may take, waiting for a connection included, 1 ms to 1 day; default
     *     120 s
     * @return this builder
     * @throws IllegalArgumentException if a value is out of range
     */
    public InteractionsClientBuilder timeouts(Duration idle, Duration total) {
        this.idleTimeout = bounded("idle", idle);
        this.attemptTimeout = bounded("total", total);
        return this;
    }

    /**
     * The bound on a page's body after decompression.
     *
     * @param bytes the bound in bytes, at least 1; default 64 MiB
     * @return this builder
     * @throws IllegalArgumentException if it is below 1
     */
    public InteractionsClientBuilder maxPageBytes(int bytes) {
        this.maxPageBytes = atLeastOne("maxPageBytes", bytes);
        return this;
    }

    /**
     * The bound on what is read of an error's body.
     *
     * @param bytes the bound in bytes, at least 1; default 64 KiB
     * @return this builder
     * @throws IllegalArgumentException if it is below 1
     */
    public InteractionsClientBuilder maxErrorBytes(int bytes) {
        this.maxErrorBytes = atLeastOne("maxErrorBytes", bytes);
        return this;
    }

    /**
     * The bound on a link's length.
     *
     * @param characters the bound in characters, at least 1; default 8192
     * @return this builder
     * @throws IllegalArgumentException if it is below 1
     */
    public InteractionsClientBuilder maxLinkLength(int characters) {
        this.maxLinkLength = atLeastOne("maxLinkLength", characters);
        return this;
    }

    /**
     * The bound on empty pages in a row.
     *
     * @param pages the most, at least 1; default 1000
     * @return this builder
     * @throws IllegalArgumentException if it is below 1
     */
    public InteractionsClientBuilder maxEmptyPages(int pages) {
        this.maxEmptyPages = atLeastOne("maxEmptyPages", pages);
        return this;
    }

    private static int atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " " + value + " is not at least 1");
        }
        return value;
    }

    private static Duration bounded(String name, Duration value) {
        if (requireNonNull(value, name).compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " " + value + " is not " + SHORTEST + " to " + LONGEST);
        }
        return value;
    }

    /**
     * Makes the client. Nothing is sent before a stream is subscribed to and asked.
     *
     * @return the client, to be closed by the caller
     * @throws IllegalArgumentException if the base URL is {@code http}, not of a loopback host, and plain HTTP is not allowed
     */
    public InteractionsClient build() {
        if (!baseUrl.isSecure() && !baseUrl.isLoopback() && !plainHttp) {
            throw new IllegalArgumentException("base URL '" + baseUrl
                    + "' would send the credentials in the clear: use https, or allowPlainHttp() if that is meant");
        }
        Sinks.Empty<Void> closing = Sinks.empty();
        Disposable.Composite owned = Disposables.composite();
        FetchSettings fetching = new FetchSettings(
                attemptTimeout,
                maxPageBytes,
                retry,
                onRetry,
                StreamListener.all(listeners),
                clock,
                credentials.mask(),
                owned::isDisposed);
        ClientRuntime runtime = new ClientRuntime(
                baseUrl,
                defaultPageSize,
                new LinkRules(maxLinkLength, rebaseLinks),
                maxEmptyPages,
                exchange == null ? reactorNetty(owned) : exchange,
                fetching,
                scheduler,
                closing.asMono());
        return new InteractionsClient(runtime, closing, owned);
    }

    private PageExchange reactorNetty(Disposable.Composite owned) {
        ConnectionProvider pool = ConnectionProvider.builder("proxyflux")
                .maxConnections(maxConnections)
                .maxIdleTime(maxIdleTime)
                .pendingAcquireMaxCount(MAX_PENDING_ACQUIRES)
                .pendingAcquireTimeout(PENDING_ACQUIRE_TIMEOUT)
                .build();
        owned.add(pool);
        HttpClient customised =
                requireNonNull(customizer.apply(HttpClient.create(pool)), "the customizer's HttpClient");
        return new ReactorNettyExchange(
                customised,
                new HttpSettings(
                        credentials.authorization(), Version.userAgent(), idleTimeout, maxPageBytes, maxErrorBytes));
    }
}
