package dev.proxyflux.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Bodies, compressed. */
final class Gzip {

    private static final int MIB = 1024 * 1024;
    private static final int BOMB_MIB = 100;

    /** 100 MiB of blanks, a thousandth of that on the wire. */
    static final byte[] BOMB = packedBlanks();

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

    static byte[] behindEmptyMembers(int count, byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] empty = of(new byte[0]);
        for (int member = 0; member < count; member++) {
            packed.writeBytes(empty);
        }
        packed.writeBytes(of(plain));
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

    private static byte[] packedBlanks() {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] blanks = " ".repeat(MIB).getBytes(US_ASCII);
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            for (int written = 0; written < BOMB_MIB; written++) {
                gzip.write(blanks);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }
}
