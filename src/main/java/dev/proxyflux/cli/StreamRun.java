package dev.proxyflux.cli;

import dev.proxyflux.Credentials;
import dev.proxyflux.InteractionsClient;
import dev.proxyflux.InteractionsClientBuilder;
import dev.proxyflux.InteractionsQuery;
import dev.proxyflux.error.InteractionsException;
import dev.proxyflux.model.InteractionPage;
import dev.proxyflux.model.PageCursor;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** One run of a command that streams: from the first request to the summary. */
final class StreamRun {

    /** What a shell expects of a process that SIGINT ended. */
    static final int STOPPED = 130;

    /** One for the blocking writer, the others for decoding, clocks and the progress line. */
    private static final int THREADS = 8;

    private static final int IDLE_THREAD_SECONDS = 60;
    private static final int MILLIS_PER_DRAWING = 100;
    private static final Duration PATIENCE_WITH_READER = Duration.ofSeconds(1);

    private final Surroundings surroundings;
    private final InteractionsQuery query;
    private final Messages messages;
    private final Progress progress;
    private final PageSubscriber pages;
    private final Ending ending;

    private final AtomicBoolean isOver = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);

    StreamRun(Surroundings surroundings, InteractionsQuery query) {
        this.surroundings = surroundings;
        this.query = query;
        this.messages = surroundings.messages();
        this.progress = new Progress(messages, surroundings.err().kind() == StreamKind.TERMINAL, System::nanoTime);
        this.pages = new PageSubscriber(
                query,
                new NdjsonWriter(surroundings.out()),
                progress,
                surroundings.out().kind() == StreamKind.TERMINAL);
        this.ending = new Ending(messages, query.limit());
    }

    /** Streams to the end. {@return the exit code} */
    int run(Credentials credentials, String baseUrl) throws InterruptedException {
        Scheduler scheduler =
                Schedulers.newBoundedElastic(THREADS, Integer.MAX_VALUE, this::newThread, IDLE_THREAD_SECONDS);
        try (InteractionsClient client = client(credentials, baseUrl, scheduler)) {
            Flux<InteractionPage> list = list(client, query);
            Runnable unregister = surroundings.stops().onStop(() -> stop(client));
            try {
                scheduler.schedulePeriodically(progress::draw, 0, MILLIS_PER_DRAWING, TimeUnit.MILLISECONDS);
                list.subscribe(pages);
                pages.awaitEnd();
                return isOver.compareAndSet(false, true) ? end(client) : stopped();
            } finally {
                unregister.run();
            }
        } finally {
            scheduler.dispose();
        }
    }

    private Thread newThread(Runnable work) {
        Thread thread = new Thread(work, "proxyflux");
        thread.setDaemon(true);
        // Else an error of the JVM, such as memory that ran out, would leave the run hanging.
        thread.setUncaughtExceptionHandler((where, failure) -> pages.fail(failure));
        return thread;
    }

    private InteractionsClient client(Credentials credentials, String baseUrl, Scheduler scheduler) {
        InteractionsClientBuilder builder =
                InteractionsClient.builder(credentials).scheduler(scheduler).onRetry(retry -> progress.addRetry());
        try {
            builder.baseUrl(baseUrl);
        } catch (IllegalArgumentException unusable) {
            throw new UsageException("--base-url: " + unusable.getMessage());
        }
        try {
            return builder.build();
        } catch (IllegalArgumentException plain) {
            throw new UsageException("--base-url: http would send the credentials in the clear; use https"
                    + " (http is for loopback hosts only)");
        }
    }

    private static Flux<InteractionPage> list(InteractionsClient client, InteractionsQuery query) {
        try {
            return client.pages(query);
        } catch (IllegalArgumentException foreign) {
            throw new UsageException("--from-page: " + foreign.getMessage());
        }
    }

    private int end(InteractionsClient client) {
        progress.hide();
        Throwable failure = pages.failure();
        if (failure == null) {
            messages.line(progress.summary());
            return Main.OK;
        }
        if (failure instanceof IOException unwritable && surroundings.out().isReaderGone(unwritable)) {
            return Main.OK;
        }
        messages.line(describe(failure, client));
        return Main.FAILED;
    }

    private String describe(Throwable failure, InteractionsClient client) {
        PageCursor next = pages.next();
        if (failure instanceof InteractionsException known) {
            return ending.failed(known, progress.interactions());
        }
        if (failure instanceof IOException unwritable && next != null) {
            return ending.notWritten(unwritable, next, progress.interactions());
        }
        return ending.broken(failure, checked(next, client), progress.interactions());
    }

    /** Runs beside the run itself, which waits for it. */
    private void stop(InteractionsClient client) {
        if (!isOver.compareAndSet(false, true)) {
            return;
        }
        boolean whole = false;
        try {
            whole = pages.stop(PATIENCE_WITH_READER);
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
        progress.hide();
        PageCursor next = checked(pages.next(), client);
        long printed = progress.interactions();
        messages.line(whole ? ending.stopped(next, printed) : ending.stoppedWithin(next, printed));
        stopped.countDown();
    }

    private int stopped() throws InterruptedException {
        stopped.await();
        return STOPPED;
    }

    /** {@return the page if it may be printed and started at: it comes from the service and nobody has followed it yet} */
    private @Nullable PageCursor checked(@Nullable PageCursor page, InteractionsClient client) {
        try {
            if (page != null) {
                list(client, query.startingAt(page));
            }
            return page;
        } catch (UsageException unusable) {
            return null;
        }
    }
}
