package dev.proxyflux.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.BlockHoundSession;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The promises under fire: each case over real sockets, with a service and a client of its own. */
class FaultSuiteTest {

    private static final int AT_A_TIME = 12;

    private final ExecutorService players = Executors.newFixedThreadPool(AT_A_TIME);

    @AfterEach
    void stop() {
        players.shutdownNow();
    }

    @TestFactory
    Stream<DynamicTest> survivesBrokenConnections() {
        return played(ConnectionFaults.cases(), 100);
    }

    @TestFactory
    Stream<DynamicTest> takesOddAnswersForWhatTheyAre() {
        return played(ToleratedAnswers.cases(), 30);
    }

    @TestFactory
    Stream<DynamicTest> tellsStatusesApart() {
        return played(StatusFaults.cases(), 80);
    }

    @TestFactory
    Stream<DynamicTest> decodesStrictlyWhereDataCouldBeLost() {
        return played(DecodingFaults.cases(), 75);
    }

    @TestFactory
    Stream<DynamicTest> followsLinksByteForByteOrNotAtAll() {
        return played(LinkFaults.cases(), 70);
    }

    @TestFactory
    Stream<DynamicTest> keepsWithinItsBounds() {
        return played(BoundFaults.cases(), 25);
    }

    /** Starts all cases at once; each test then tells how its own went. */
    private Stream<DynamicTest> played(List<FaultCase> cases, int atLeast) {
        assertThat(cases).hasSizeGreaterThanOrEqualTo(atLeast);
        return cases.stream().map(one -> new Playing(one.name(), players.submit(one::play))).toList().stream()
                .map(playing -> DynamicTest.dynamicTest(playing.name(), playing::join));
    }

    private record Playing(String name, Future<?> result) {

        void join() throws Throwable {
            try {
                result.get();
            } catch (ExecutionException failed) {
                throw failed.getCause();
            }
        }
    }

    /** Has something to say in the run that BlockHound watches. */
    @AfterAll
    static void nothingBlocked() {
        assertThat(BlockHoundSession.calls()).isEmpty();
    }
}
