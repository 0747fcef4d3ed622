package dev.proxyflux.embedding;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client on a bare socket that reads what it is told to and no more, with a small receive buffer. */
final class RawReader implements AutoCloseable {

    /** Bytes; the kernel doubles it. */
    static final int RECEIVE_BUFFER = 4 * 1024;

    /** What is read ahead of what was asked for, in bytes. */
    private static final int AHEAD = 512;

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int HEX = 16;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final List<String> head = new ArrayList<>();
    private long leftInChunk;
    private boolean begun;
    private boolean ended;

    RawReader(int port, String path) throws IOException {
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.setSoTimeout((int) SOON.toMillis());
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        in = new BufferedInputStream(socket.getInputStream(), AHEAD);
    }

    /** Waits for the head of the response. */
    int status() throws IOException {
        if (head.isEmpty()) {
            for (String line = headLine(); !line.isEmpty(); line = headLine()) {
                head.add(line);
            }
        }
        int start = "HTTP/1.1 ".length();
        return Integer.parseInt(head.get(0).substring(start, start + "200".length()));
    }

    @Nullable
    String header(String name) throws IOException {
        status();
        return head.stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse(null);
    }

    private String headLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended in '" + line + "'");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    /** {@return the next line of a chunked body, or null at its end; an EOFException if it is cut} */
    @Nullable
    String line() throws IOException {
        status();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = next(); next != '\n'; next = next()) {
            if (next < 0) {
                return line.size() == 0 ? null : line.toString(UTF_8);
            }
            line.write(next);
        }
        return line.toString(UTF_8);
    }

    /** The next lines that are not empty. */
    List<String> lines(int count) throws IOException {
        List<String> lines = new ArrayList<>();
        while (lines.size() < count) {
            String line = line();
            if (line == null) {
                throw new EOFException("the body ended after " + lines.size() + " lines");
            }
            if (!line.isEmpty()) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** All lines to the end that are not empty. */
    List<String> rest() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(); line != null; line = line()) {
            if (!line.isEmpty()) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** All that is left of a body, chunked or of a length. */
    String body() throws IOException {
        String length = header("Content-Length");
        if (length != null) {
            return new String(in.readNBytes(Integer.parseInt(length)), UTF_8);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int next = next(); next >= 0; next = next()) {
            body.write(next);
        }
        return body.toString(UTF_8);
    }

    private int next() throws IOException {
        if (ended) {
            return -1;
        }
        if (leftInChunk == 0) {
            if (begun) {
                headLine();
            }
            begun = true;
            leftInChunk = Long.parseLong(headLine(), HEX);
            if (leftInChunk == 0) {
                headLine();
                ended = true;
                return -1;
            }
        }
        int next = in.read();
        if (next < 0) {
            throw new EOFException("the connection ended inside a chunk");
        }
        leftInChunk--;
        return next;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
