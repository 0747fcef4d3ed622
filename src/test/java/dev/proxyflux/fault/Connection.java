package dev.proxyflux.fault;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection of a {@link FaultServer}. */
final class Connection implements Wire {

    private final Socket socket;
    private final InputStream in;

    Connection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        socket.setTcpNoDelay(true);
    }

    /** {@return the next request's line and header lines, or null at the end} */
    @Nullable
    List<String> read() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int tail = 0; tail != 0x0D0A0D0A; ) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            head.write(next);
            tail = tail << 8 | next;
        }
        return head.toString(StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> !line.isEmpty())
                .toList();
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    @Override
    public void silence(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            if (in.read() < 0) {
                throw new EOFException("the client went");
            }
            throw new IOException("the client spoke before it was answered");
        } catch (SocketTimeoutException over) {
            socket.setSoTimeout(0);
        }
    }

    @Override
    public void finish() throws IOException {
        socket.close();
    }

    @Override
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
