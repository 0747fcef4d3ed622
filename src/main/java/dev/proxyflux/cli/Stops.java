package dev.proxyflux.cli;

import java.time.Duration;

/** Tells of SIGINT and SIGTERM. */
@FunctionalInterface
interface Stops {

    /** Even if nobody takes what is still to be written. */
    Duration PATIENCE = Duration.ofSeconds(2);

    /** Runs an action when the process is stopped. {@return takes the action back} */
    Runnable onStop(Runnable action);

    /** {@return the stops of this process: the JVM ends with 128 + the signal's number once the action is done} */
    static Stops ofProcess() {
        return action -> {
            Thread hook = new Thread(() -> runWithin(PATIENCE, action), "proxyflux-stop");
            Runtime.getRuntime().addShutdownHook(hook);
            return () -> remove(hook);
        };
    }

    private static void runWithin(Duration patience, Runnable action) {
        Thread stopping = new Thread(action, "proxyflux-stopping");
        stopping.setDaemon(true);
        stopping.start();
        try {
            stopping.join(patience.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            // It runs already.
        }
    }
}
