package dev.proxyflux.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.proxyflux.testkit.InteractionsService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** Runs the command line in this JVM. */
final class CliRun {

    static final String KS = InteractionsService.SESSION.serviceSid();
    static final String KC = InteractionsService.SESSION.sessionSid();
    static final Map<String, String> ACCOUNT =
            Map.of("TWILIO_ACCOUNT_SID", InteractionsService.USER, "TWILIO_AUTH_TOKEN", InteractionsService.SECRET);

    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    final AtomicReference<Runnable> stop = new AtomicReference<>();
    final CountDownLatch started = new CountDownLatch(1);
    Map<String, String> environment = ACCOUNT;
    WritableByteChannel channel = Channels.newChannel(out);
    StreamKind outKind = StreamKind.OTHER;
    StreamKind errKind = StreamKind.OTHER;

    int run(String... args) {
        return Main.run(
                args,
                new Surroundings(
                        environment,
                        new Output(channel, outKind),
                        new Surroundings.ErrorStream(err, errKind),
                        action -> {
                            stop.set(action);
                            started.countDown();
                            return () -> stop.set(null);
                        }));
    }

    int stream(InteractionsService service, String... more) {
        return run(arguments(service, more));
    }

    static String[] arguments(InteractionsService service, String... more) {
        String[] args = new String[more.length + 5];
        System.arraycopy(new String[] {"stream", "--base-url", service.baseUrl(), KS, KC}, 0, args, 0, 5);
        System.arraycopy(more, 0, args, 5, more.length);
        return args;
    }

    String out() {
        return out.toString(UTF_8);
    }

    List<String> lines() {
        return out().lines().toList();
    }

    String err() {
        return err.toString(UTF_8);
    }

    /** A channel that fails once so many bytes have gone through. */
    static WritableByteChannel failingAfter(int bytes, String message, ByteArrayOutputStream into) {
        return new WritableByteChannel() {
            @Override
            public int write(ByteBuffer from) throws IOException {
                if (into.size() + from.remaining() > bytes) {
                    throw new IOException(message);
                }
                int count = from.remaining();
                byte[] copy = new byte[count];
                from.get(copy);
                into.write(copy, 0, count);
                return count;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
    }
}
