package dev.proxyflux.spring;

import dev.proxyflux.InteractionsClient;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Closes the client when the context closes: after the web server has let its requests end, so that they are not cut, and
 * before Reactor Netty's resources go, so that streams still running end with the client's error.
 */
final class ClientShutdown implements SmartLifecycle {

    /** Phases stop from the highest: the web server's are near the top, that of Reactor Netty's resources is 0. */
    static final int PHASE = DEFAULT_PHASE / 2;

    private final ConfigurableApplicationContext context;
    private volatile @Nullable InteractionsClient client;
    private volatile boolean running;

    ClientShutdown(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** {@return the client, which is closed from now on} */
    InteractionsClient closing(InteractionsClient client) {
        this.client = client;
        return client;
    }

    @Override
    public void start() {
        running = true;
    }

    /** A context that pauses starts again, a closed client doesn't. */
    @Override
    public void stop() {
        running = false;
        InteractionsClient made = client;
        if (made != null && context.isClosed()) {
            made.close();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
