package dev.proxyflux.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The platform's decoder, strict, is the judge. */
class Utf8Test {

    private static boolean isValid(byte[] bytes) {
        return Utf8.isValid(bytes, bytes.length);
    }

    private static boolean isCut(byte[] bytes) {
        return Utf8.isCut(bytes, bytes.length);
    }

    private static boolean judge(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException invalid) {
            return false;
        }
    }

    /** The bytes at an offset in ASCII of a length. */
    private static byte[] amid(byte[] bytes, int before, int after) {
        byte[] all = new byte[before + bytes.length + after];
        Arrays.fill(all, (byte) 'a');
        System.arraycopy(bytes, 0, all, before, bytes.length);
        return all;
    }

    private static void assertJudgedAlike(byte[] bytes) {
        for (int before = 0; before <= 17; before++) {
            for (int after = 0; after <= 9; after += 3) {
                byte[] all = amid(bytes, before, after);
                assertThat(isValid(all)).as(() -> Arrays.toString(all)).isEqualTo(judge(all));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0", "7F", "80", "7FF", "800", "FFF", "1000", "CFFF", "D000", "D7FF", "E000", "FFFD", "FFFE", "FFFF", "10000",
        "3FFFF", "40000", "FFFFF", "100000", "10FFFF"
    })
    void takesEachBoundaryCodePointAtAnyAlignment(String hex) {
        byte[] bytes = Character.toString(Integer.parseInt(hex, 16)).getBytes(UTF_8);

        assertThat(isValid(bytes)).isTrue();
        assertJudgedAlike(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "80",
        "BF",
        "C080",
        "C0AF",
        "C1BF",
        "C2",
        "C2C2",
        "DF",
        "E08080",
        "E09FBF",
        "E0A0",
        "E180",
        "E1",
        "ED9FC0",
        "EDA080",
        "EDAFBF",
        "EDB080",
        "EDBFBF",
        "EDA080EDB080",
        "EF",
        "EFBF",
        "F0808080",
        "F08FBFBF",
        "F09080",
        "F090",
        "F0",
        "F48FBF",
        "F4908080",
        "F5808080",
        "F7BFBFBF",
        "F888808080",
        "FC8480808080",
        "FE",
        "FF",
        "FEFF",
        "FFFE"
    })
    void refusesEachMalformedSequenceAtAnyAlignment(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);

        assertThat(isValid(bytes)).isFalse();
        assertJudgedAlike(bytes);
    }

    @Test
    void takesAsciiOfAnyLength() {
        for (int length = 0; length < 40; length++) {
            assertThat(isValid(amid(new byte[0], length, 0))).isTrue();
        }
    }

    @Test
    void seesASingleOddByteAnywhere() {
        for (int length = 1; length < 40; length++) {
            for (int at = 0; at < length; at++) {
                assertThat(isValid(amid(new byte[] {(byte) 0xFF}, at, length - at - 1)))
                        .isFalse();
            }
        }
    }

    @Test
    void tellsACutFromACorruption() {
        byte[] whole = "aaaaaaaaé☃\uD83D\uDE00".getBytes(UTF_8);
        for (int length = 0; length <= whole.length; length++) {
            byte[] some = Arrays.copyOf(whole, length);
            assertThat(isCut(some)).isEqualTo(!judge(some));
        }
        assertThat(isCut(new byte[] {(byte) 0xE0, (byte) 0x80})).isFalse();
        assertThat(isCut(new byte[] {(byte) 0xC3, 'a'})).isFalse();
    }

    @Test
    void judgesAllPairsOfBytesAlike() {
        for (int pair = 0; pair < 0x10000; pair++) {
            byte[] bytes = {(byte) (pair >> 8), (byte) pair};
            assertThat(isValid(bytes)).isEqualTo(judge(bytes));
        }
    }

    @Test
    void judgesRandomBytesAlike() {
        Random random = new Random(3);
        byte[] leads = {
            (byte) 0xC3, (byte) 0xE2, (byte) 0xED, (byte) 0xF0, (byte) 0xF4, (byte) 0x80, (byte) 0xBF, 'a', (byte) 0x9F
        };
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = new byte[1 + random.nextInt(24)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = random.nextInt(8) == 0 ? (byte) random.nextInt() : leads[random.nextInt(leads.length)];
            }
            assertThat(isValid(bytes)).isEqualTo(judge(bytes));
        }
    }

    @Test
    void judgesLongTextsAlike() {
        String text = "aé☃\uD83D\uDE00".repeat(2_000);
        byte[] bytes = text.getBytes(UTF_8);
        assertThat(isValid(bytes)).isTrue();
        Random random = new Random(4);
        for (int round = 0; round < 500; round++) {
            byte[] changed = bytes.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(isValid(changed)).isEqualTo(judge(changed));
        }
        assertThat(isValid(Arrays.copyOf(bytes, bytes.length - 1))).isFalse();
    }
}
