package dev.proxyflux.testkit;

import static java.util.Objects.requireNonNull;

import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.SessionKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A service that behaves as the API's reference says, except where a test scripts it otherwise.
 *
 * <p>{@code GET /v1/Services/{KS}/Sessions/{KC}/Interactions} is answered with a page. {@code PageSize} is 50 if absent
 * and capped at 1000; below 1, or not a number, it is refused with 400 and code 20001. So is a {@code Page} past 0 without
 * its {@code PageToken}, and any token that this service didn't make for the session. The token alone decides which page is
 * sent; {@code Page} comes back in {@code meta} as it was sent. Tokens hold characters that must stay percent-encoded, so a
 * client that rewrites links is refused. Anything else that is asked for is 404 and code 20404.
 *
 * <p>Thread-safe; the script may be changed while requests are being answered, and counts for those that come after.
 */
public abstract sealed class ScriptedService permits InteractionsService, InMemoryExchange {

    /** A session that each service has from the start, without interactions until told otherwise. */
    public static final SessionKey SESSION =
            new SessionKey("KS00000000000000000000000000000001", "KC00000000000000000000000000000001");

    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int RULE_FAILED = 500;
    private static final int BAD_PARAMETER_CODE = 20001;
    private static final int NOT_FOUND_CODE = 20404;

    private final Map<String, PagedList> lists = new ConcurrentHashMap<>();
    private final Queue<Answer> next = new ConcurrentLinkedQueue<>();
    private final RequestLog log = new RequestLog();
    private volatile Function<? super RecordedRequest, @Nullable Answer> rule = request -> null;
    private volatile Duration delay = Duration.ZERO;

    ScriptedService() {
        put(SESSION, PagedList.cutByPageSize(SESSION, List.of()));
    }

    private void put(SessionKey session, PagedList list) {
        lists.put(PagedList.path(session), list);
    }

    /**
     * Gives the session {@link #SESSION} generated interactions, cut into pages as the requests ask.
     *
     * @param count how many, at least 0
     * @throws IllegalArgumentException if the count is below 0
     */
    public final void hasInteractions(int count) {
        hasInteractions(SESSION, count);
    }

    /**
     * Gives a session generated interactions, cut into pages as the requests ask.
     *
     * @param session the session, known from now on
     * @param count how many, at least 0
     * @throws IllegalArgumentException if the count is below 0
     */
    public final void hasInteractions(SessionKey session, int count) {
        put(session, PagedList.cutByPageSize(session, GeneratedInteractions.list(session, count)));
    }

    /**
     * Gives the session {@link #SESSION} interactions, cut into pages as the requests ask.
     *
     * @param interactions the interactions; copied
     */
    public final void hasInteractions(List<Interaction> interactions) {
        hasInteractions(SESSION, interactions);
    }

    /**
     * Gives a session interactions, cut into pages as the requests ask.
     *
     * @param session the session, known from now on
     * @param interactions the interactions; copied
     */
    public final void hasInteractions(SessionKey session, List<Interaction> interactions) {
        put(session, PagedList.cutByPageSize(session, List.copyOf(interactions)));
    }

    /**
     * Gives the session {@link #SESSION} generated interactions, cut into these pages whatever page size is asked for.
     *
     * @param sizes the size of each page, at least 0; none means one empty page
     * @throws IllegalArgumentException if a size is below 0
     */
    public final void hasPages(int... sizes) {
        hasPages(SESSION, sizes);
    }

    /**
     * Gives a session generated interactions, cut into these pages whatever page size is asked for.
     *
     * @param session the session, known from now on
     * @param sizes the size of each page, at least 0; none means one empty page
     * @throws IllegalArgumentException if a size is below 0
     */
    public final void hasPages(SessionKey session, int... sizes) {
        if (Arrays.stream(sizes).anyMatch(size -> size < 0)) {
            throw new IllegalArgumentException("a page size is below 0: " + Arrays.toString(sizes));
        }
        int count = Arrays.stream(sizes).reduce(0, Math::addExact);
        put(session, PagedList.cutInto(session, sizes, GeneratedInteractions.list(session, count)));
    }

    /**
     * Gives a session these pages whatever page size is asked for.
     *
     * @param session the session, known from now on
     * @param pages the interactions of each page; copied; none means one empty page
     */
    public final void hasPages(SessionKey session, List<List<Interaction>> pages) {
        int[] sizes = pages.stream().mapToInt(List::size).toArray();
        put(
                session,
                PagedList.cutInto(
                        session, sizes, pages.stream().flatMap(List::stream).toList()));
    }

    /**
     * Delays every answer from now on, without a thread that waits.
     *
     * @param delay how long, not below 0; default none
     * @throws IllegalArgumentException if the delay is below 0
     */
    public final void delaysAnswersBy(Duration delay) {
        this.delay = notNegative(delay);
    }

    static Duration notNegative(Duration delay) {
        if (requireNonNull(delay, "delay").isNegative()) {
            throw new IllegalArgumentException("delay " + delay + " is below 0");
        }
        return delay;
    }

    /**
     * Answers the next requests so, one each, whatever they ask for; then service resumes. Comes after what earlier calls
     * said.
     *
     * @param answers the answers in order; {@link Answer#regular()} lets a request through
     */
    public final void answersNext(Answer... answers) {
        next.addAll(List.of(answers));
    }

    /**
     * Answers by a rule whatever {@link #answersNext} has no answer for.
     *
     * @param rule what to answer to a request, null to answer as usual; must not block; replaces the rule
     *     before; where it throws, the answer is 500 and says so
     */
    public final void answersBy(Function<? super RecordedRequest, @Nullable Answer> rule) {
        this.rule = requireNonNull(rule, "rule");
    }

    /**
     * The requests that came, whatever they were answered.
     *
     * @return the latest 100,000 in the order they came; an unmodifiable copy
     */
    public final List<RecordedRequest> requests() {
        return log.all();
    }

    /**
     * The requests that came for pages of any session.
     *
     * @return those of {@link #requests()} that {@link RecordedRequest#isForPage() are for a page}
     */
    public final List<RecordedRequest> pageRequests() {
        return requests().stream().filter(RecordedRequest::isForPage).toList();
    }

    /**
     * How many requests came.
     *
     * @return the count from the start, those no longer in {@link #requests()} too
     */
    public final long requestCount() {
        return log.count();
    }

    /**
     * Blocks until requests have come, from the start on.
     *
     * @param count how many at least
     * @param timeout how long to wait for them
     * @throws AssertionError if fewer came, or the thread was interrupted, which it then still is
     */
    public final void awaitRequests(long count, Duration timeout) {
        log.await(count, timeout);
    }

    /** {@return the request's number, from 1} */
    final long record(RecordedRequest request) {
        return log.add(request);
    }

    /** {@return what the script says to a request} */
    final Answer scripted(RecordedRequest request) {
        Answer answer = next.poll();
        return Answer.delayed(delay, answer == null ? ruled(request) : answer);
    }

    private Answer ruled(RecordedRequest request) {
        try {
            Answer answer = rule.apply(request);
            return answer == null ? Answer.regular() : answer;
        } catch (RuntimeException | AssertionError faulty) {
            return Answer.status(RULE_FAILED).withBody("text/plain", "the rule failed: " + faulty);
        }
    }

    /** {@return what the reference says to a request} */
    final Answer regular(RecordedRequest request, String origin) {
        PagedList list = request.isForPage() ? lists.get(request.path()) : null;
        if (list == null) {
            return Answer.error(
                    NOT_FOUND, NOT_FOUND_CODE, "The requested resource " + request.path() + " was not found");
        }
        try {
            return Answer.own(OK, list.page(PageParameters.of(request.query()), origin));
        } catch (IllegalArgumentException refused) {
            return Answer.error(BAD_REQUEST, BAD_PARAMETER_CODE, String.valueOf(refused.getMessage()));
        }
    }

    /** {@return the id of a request: RQ and its number in 32 hexadecimal digits} */
    static String requestId(long number) {
        return "RQ%032x".formatted(number);
    }
}
