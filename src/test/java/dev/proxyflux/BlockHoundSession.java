package dev.proxyflux;

import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingMethod;
import reactor.blockhound.BlockingOperationError;

/**
 * With {@code -Dproxyflux.blockhound=true}, a blocking call on a non-blocking thread is an error in the whole run, and is
 * remembered, as code under test could take the error for one of the network.
 */
public final class BlockHoundSession implements LauncherSessionListener {

    private static final Queue<String> CALLS = new ConcurrentLinkedQueue<>();

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (Boolean.getBoolean("proxyflux.blockhound")) {
            BlockHound.builder()
                    .loadIntegrations()
                    // A lock of Netty's own, held for some instructions.
                    .allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator$MagazineGroup", "allocate")
                    .blockingMethodCallback(BlockHoundSession::blocked)
                    .install();
        }
    }

    private static void blocked(BlockingMethod method) {
        BlockingOperationError error = new BlockingOperationError(method);
        CALLS.add(method + " on " + Thread.currentThread().getName() + " at " + Arrays.toString(error.getStackTrace()));
        throw error;
    }

    /** {@return the blocking calls so far, but for the one that {@link BlockingCallsTest} makes on purpose} */
    public static List<String> calls() {
        return CALLS.stream()
                .filter(call -> !call.contains("BlockingCallsTest.sleep("))
                .toList();
    }
}
