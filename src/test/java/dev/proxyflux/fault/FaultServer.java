package dev.proxyflux.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ServerSocketFactory;

/** An HTTP service whose every byte is scripted: raw loopback sockets, a thread for each; counts what it gets. */
final class FaultServer implements AutoCloseable {

    /** A request as it came: its line, its header lines, and on which connection, from 1. */
    record Request(int connection, String line, List<String> headers) {

        String target() {
            return line.split(" ", -1)[1];
        }

        List<String> values(String name) {
            String prefix = name + ": ";
            return headers.stream()
                    .filter(header -> header.regionMatches(true, 0, prefix, 0, prefix.length()))
                    .map(header -> header.substring(prefix.length()))
                    .toList();
        }
    }

    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final ServerSocket listener;
    private final Function<Request, Answer> script;
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

    FaultServer(Function<Request, Answer> script) {
        this(ServerSocketFactory.getDefault(), script);
    }

    FaultServer(ServerSocketFactory sockets, Function<Request, Answer> script) {
        this.script = script;
        try {
            this.listener = sockets.createServerSocket(0, 50, InetAddress.getByAddress(LOOPBACK));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    int connections() {
        return connections.get();
    }

    private void start(Runnable work) {
        Thread thread = new Thread(work, "fault-server-" + port());
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                open.add(socket);
                int connection = connections.incrementAndGet();
                start(() -> serve(socket, connection));
            }
        } catch (IOException closed) {
            open.forEach(FaultServer::close);
        }
    }

    private void serve(Socket socket, int connection) {
        try (socket) {
            Connection wire = new Connection(socket);
            while (!socket.isClosed()) {
                List<String> head = wire.read();
                if (head == null) {
                    return;
                }
                Request request = new Request(connection, head.get(0), head.subList(1, head.size()));
                requests.add(request);
                script.apply(request).send(wire);
            }
        } catch (IOException gone) {
            // The client went, or the script or the test ended the connection.
        } finally {
            open.remove(socket);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            open.forEach(FaultServer::close);
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
