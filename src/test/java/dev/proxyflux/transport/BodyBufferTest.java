package dev.proxyflux.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BodyBufferTest {

    private static final int LIMIT = 300_000;

    private final BodyPool pool = new BodyPool();

    private static byte[] content(BodyBuffer buffer) {
        return Arrays.copyOf(buffer.bytes(), buffer.length());
    }

    private BodyBuffer filled(byte[] body) {
        BodyBuffer buffer = BodyBuffer.refusing(LIMIT, pool);
        for (int at = 0; at < body.length; at += 10_000) {
            byte[] chunk = Arrays.copyOfRange(body, at, Math.min(body.length, at + 10_000));
            buffer.append(chunk, chunk.length);
        }
        return buffer;
    }

    @Nested
    class Content {

        @Test
        void isWhatCameWhateverTheArrayHeldBefore() {
            Random random = new Random(1);
            for (int round = 0; round < 300; round++) {
                byte[] body = new byte[random.nextInt(LIMIT + 1)];
                random.nextBytes(body);
                BodyBuffer buffer = filled(body);
                assertThat(content(buffer)).isEqualTo(body);
                buffer.release();
            }
        }

        @Test
        void isNotReadOnceItIsReleased() {
            BodyBuffer buffer = filled(new byte[10]);

            buffer.release();

            assertThatThrownBy(buffer::bytes).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void ofSomebodyElseIsStillThereOnceItIsReleased() {
            BodyBuffer buffer = BodyBuffer.of("theirs".getBytes(UTF_8));

            buffer.release();

            assertThat(content(buffer)).asString(UTF_8).isEqualTo("theirs");
        }

        @Test
        void ofSomebodyElseIsNeverGivenToAnother() {
            byte[] body = "mine".getBytes(UTF_8);
            BodyBuffer.of(body).release();

            filled("theirs".getBytes(UTF_8));

            assertThat(body).asString(UTF_8).isEqualTo("mine");
        }
    }

    @Nested
    class Limit {

        @Test
        void holdsInALargerArrayToo() {
            filled(new byte[LIMIT]).release();
            BodyBuffer small = BodyBuffer.refusing(10, pool);
            small.append(new byte[10], 10);

            assertThatThrownBy(() -> small.append(new byte[1], 1)).isInstanceOf(BodyTooLargeException.class);
            assertThat(small.length()).isEqualTo(10);
        }

        @Test
        void cutsWhatIsBeyond() {
            BodyBuffer buffer = BodyBuffer.cutting(10);
            buffer.append("0123456".getBytes(UTF_8), 7);
            assertThat(buffer.isCut()).isFalse();
            buffer.append("789abc".getBytes(UTF_8), 6);

            assertThat(buffer.isCut()).isTrue();
            assertThat(content(buffer)).asString(UTF_8).isEqualTo("0123456789");
        }
    }

    @Nested
    class Pool {

        @Test
        void givesTheNextBodyTheArrayOfTheLast() {
            BodyBuffer first = filled(new byte[200_000]);
            byte[] array = first.bytes();
            first.release();

            assertThat(filled(new byte[100_000]).bytes()).isSameAs(array);
        }

        @Test
        void makesNewArraysAsLongAsTheLastWas() {
            filled(new byte[200_000]).release();
            filled(new byte[1]);

            assertThat(filled(new byte[1]).bytes().length).isEqualTo(200_000);
        }

        @Test
        void makesNoNewArrayOfAnUnusualLength() {
            BodyBuffer large = BodyBuffer.refusing(Integer.MAX_VALUE, pool);
            large.append(new byte[3_000_000], 3_000_000);
            large.release();
            filled(new byte[1]);

            assertThat(filled(new byte[1]).bytes().length).isEqualTo(256 * 1024);
        }

        @Test
        void makesNewArraysShortAgainAfterALongOne() {
            filled(new byte[200_000]).release();
            filled(new byte[1]).release();
            filled(new byte[1]);

            assertThat(filled(new byte[1]).bytes().length).isLessThanOrEqualTo(64 * 1024);
        }

        @Test
        void givesNoArrayToTwo() {
            IntStream.range(0, 40).mapToObj(i -> filled(new byte[100])).toList().forEach(BodyBuffer::release);
            IdentityHashMap<byte[], BodyBuffer> users = new IdentityHashMap<>();
            for (int i = 0; i < 40; i++) {
                BodyBuffer buffer = filled(new byte[100]);
                users.put(buffer.bytes(), buffer);
            }

            assertThat(users).hasSize(40);
        }

        @Test
        void givesNoArrayToTwoThreads() {
            IntStream.range(0, 40_000).parallel().forEach(i -> {
                byte[] body = new byte[64];
                Arrays.fill(body, (byte) i);
                BodyBuffer buffer = filled(body);
                assertThat(content(buffer)).isEqualTo(body);
                buffer.release();
            });
        }

        @Test
        void keepsNoArrayOfAnUnusualLength() {
            BodyBuffer huge = BodyBuffer.refusing(Integer.MAX_VALUE, pool);
            huge.append(new byte[5_000_000], 5_000_000);
            huge.release();

            assertThat(pool.take()).isEmpty();
        }

        @Test
        void givesBackOnceThoughReleasedTwice() {
            BodyBuffer buffer = filled(new byte[100]);
            byte[] array = buffer.bytes();
            buffer.release();
            buffer.release();

            assertThat(pool.take() == array).isTrue();
            assertThat(pool.take() == array).isFalse();
        }
    }
}
