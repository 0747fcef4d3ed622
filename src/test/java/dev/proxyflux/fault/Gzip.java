package dev.proxyflux.fault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Bodies, compressed. */
final class Gzip {

    private static final int MIB = 1024 * 1024;

    private Gzip() {}

    static byte[] of(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }

    static byte[] deflated(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream deflate = new DeflaterOutputStream(packed)) {
            deflate.write(plain);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }

    /** So many MiB of blanks, a thousandth of that on the wire. */
    static byte[] bomb(int mebibytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] blanks = " ".repeat(MIB).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            for (int written = 0; written < mebibytes; written++) {
                gzip.write(blanks);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }
}
