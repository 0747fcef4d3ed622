package dev.proxyflux.paging;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.ITestListener;
import org.testng.ITestResult;
import org.testng.TestNG;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Runs a verification of the Reactive Streams TCK, which is written for TestNG, and tells the outcome of each of its tests. */
public record TckRun(Set<String> passed, Set<String> skipped, Set<String> failed) {

    /** What the TCK skips for every publisher: rules that no test can check. */
    static final Set<String> UNTESTED = Set.of(
            "untested_spec106_mustConsiderSubscriptionCancelledAfterOnErrorOrOnCompleteHasBeenCalled",
            "untested_spec107_mustNotEmitFurtherSignalsOnceOnErrorHasBeenSignalled",
            "untested_spec108_possiblyCanceledSubscriptionShouldNotReceiveOnErrorOrOnCompleteSignals",
            "untested_spec109_subscribeShouldNotThrowNonFatalThrowable",
            "untested_spec110_rejectASubscriptionRequestIfTheSameSubscriberSubscribesTwice",
            "untested_spec304_requestShouldNotPerformHeavyComputations",
            "untested_spec305_cancelMustNotSynchronouslyPerformHeavyComputation");

    private static final int PAGE = 3;

    /** {@return the outcome of a verification} */
    public static TckRun of(Class<?> verification) {
        TckRun run = new TckRun(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        TestNG testng = new TestNG(false);
        testng.setVerbose(0);
        testng.setTestClasses(new Class<?>[] {verification});
        testng.addListener(new ITestListener() {
            @Override
            public void onTestSuccess(ITestResult result) {
                run.passed.add(result.getName());
            }

            @Override
            public void onTestSkipped(ITestResult result) {
                run.skipped.add(result.getName());
            }

            @Override
            public void onTestFailure(ITestResult result) {
                run.failed.add(result.getName() + ": " + result.getThrowable());
            }
        });
        testng.run();
        return run;
    }

    /** {@return how long the TCK waits} */
    public static TestEnvironment environment() {
        // Waits for what must come, and shortly for what must not.
        return new TestEnvironment(
                Duration.ofSeconds(2).toMillis(), Duration.ofMillis(50).toMillis());
    }

    /** Pages of three numbers, made as they are fetched: the TCK asks for lists that no memory holds. */
    static Flux<List<Long>> pages(long elements) {
        return Paging.pages(fetch(0, elements), page -> {
            long next = page.isEmpty() ? elements : page.get(page.size() - 1) + 1;
            return next < elements ? fetch(next, elements) : null;
        });
    }

    private static Mono<List<Long>> fetch(long from, long elements) {
        return Mono.fromCallable(() ->
                LongStream.range(from, Math.min(elements, from + PAGE)).boxed().toList());
    }
}
