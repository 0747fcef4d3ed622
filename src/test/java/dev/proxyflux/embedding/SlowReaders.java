package dev.proxyflux.embedding;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Many clients that read half a kilobyte now and then, on one thread. */
final class SlowReaders implements AutoCloseable {

    private static final int BYTES = 512;
    private static final Duration EVERY = Duration.ofMillis(25);

    private final List<SocketChannel> channels = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(BYTES);
    private final AtomicLong received = new AtomicLong();
    private final Scheduler thread = Schedulers.newSingle("slow-readers");
    private final Disposable reading;

    SlowReaders(int port, List<String> paths) throws IOException {
        for (String path : paths) {
            SocketChannel channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RawReader.RECEIVE_BUFFER);
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.write(ISO_8859_1.encode("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            channel.configureBlocking(false);
            channels.add(channel);
        }
        reading = Flux.interval(EVERY, thread).onBackpressureDrop().subscribe(tick -> channels.forEach(this::read));
    }

    private void read(SocketChannel channel) {
        try {
            buffer.clear();
            int count = channel.read(buffer);
            if (count < 0) {
                throw new IOException("a response ended");
            }
            received.addAndGet(count);
        } catch (ClosedChannelException closedHere) {
            // By close(), while this thread was reading.
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    long received() {
        return received.get();
    }

    boolean areReading() {
        return !reading.isDisposed();
    }

    @Override
    public void close() throws IOException {
        reading.dispose();
        thread.dispose();
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }
}
