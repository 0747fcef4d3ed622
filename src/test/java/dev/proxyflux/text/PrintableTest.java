package dev.proxyflux.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {

    private static final String SMILE = "\uD83D\uDE00";

    @Nested
    class OneLine {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\n",
                    "\r",
                    "\t",
                    "\u0000",
                    "\u001B",
                    "\u007F",
                    "\u0085",
                    "\u009B",
                    "\u00AD",
                    "\u200B",
                    "\u200E",
                    "\u2028",
                    "\u2029",
                    "\u202E",
                    "\u2066",
                    "\uFEFF",
                    "\uE000",
                    "\uD800",
                    "\uDC00",
                    "\u0378",
                    "\uFFFF",
                    "\uDB40\uDC01"
                })
        void hasABlankInPlaceOfWhatIsNotPrintable(String foreign) {
            assertThat(Printable.oneLine("a" + foreign + "b")).isEqualTo("a b");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "a", "a  b", "~!@#$%^&*()", "é", "\u4E2D\u6587", SMILE, "\u0301", "\u00A0x"})
        void isThePrintableTextItself(String text) {
            assertThat(Printable.oneLine(text)).isEqualTo(text);
        }

        @Test
        void hasNoBlanksAtItsEnds() {
            assertThat(Printable.oneLine("\r\n a b\n\n")).isEqualTo("a b");
        }
    }

    @Nested
    class Cut {

        @Test
        void leavesThreeHundredCharactersAsTheyAre() {
            assertThat(Printable.oneLine("a".repeat(300))).isEqualTo("a".repeat(300));
            assertThat(Printable.oneLine("a".repeat(298) + SMILE)).isEqualTo("a".repeat(298) + SMILE);
        }

        @Test
        void marksWhatIsMissing() {
            assertThat(Printable.oneLine("a".repeat(301))).isEqualTo("a".repeat(299) + "…");
            assertThat(Printable.oneLine("a".repeat(100_000))).isEqualTo("a".repeat(299) + "…");
        }

        @Test
        void neverPartsASurrogatePair() {
            assertThat(Printable.oneLine("a".repeat(297) + SMILE + SMILE)).isEqualTo("a".repeat(297) + SMILE + "…");
            assertThat(Printable.oneLine("a".repeat(298) + SMILE + "b")).isEqualTo("a".repeat(298) + "…");
            assertThat(Printable.oneLine("a".repeat(299) + SMILE)).isEqualTo("a".repeat(299) + "…");
        }

        @Test
        void holdsForAnyText() {
            Random random = new Random(11);
            for (int round = 0; round < 2_000; round++) {
                StringBuilder text = new StringBuilder();
                random.ints(250 + random.nextInt(100), 0, 0x30000).forEach(text::appendCodePoint);
                String line = Printable.oneLine(text.toString());
                assertThat(line.length()).isLessThanOrEqualTo(300);
                assertThat(line.chars()).noneMatch(Character::isISOControl);
            }
        }
    }
}
