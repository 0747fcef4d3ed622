package dev.proxyflux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.proxyflux.model.PageCursor;
import dev.proxyflux.model.SessionKey;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InteractionsQueryTest {

    private static final String DIGITS = "0123456789abcdef0123456789abcdef";
    private static final SessionKey SESSION = new SessionKey("KS" + DIGITS, "KC" + DIGITS);
    private static final InteractionsQuery ALL = InteractionsQuery.of(SESSION);

    @Nested
    class Values {

        @Test
        void areAllFromTheFirstPageByDefault() {
            assertThat(ALL).isEqualTo(new InteractionsQuery(SESSION, null, null, null, false));
            assertThat(InteractionsQuery.of("KS" + DIGITS, "KC" + DIGITS)).isEqualTo(ALL);
        }

        @Test
        void areChangedOneByOne() {
            PageCursor start = new PageCursor("https://proxy.example/x");
            InteractionsQuery full =
                    ALL.withPageSize(7).withLimit(9).startingAt(start).readAhead();

            assertThat(full).isEqualTo(new InteractionsQuery(SESSION, 7, 9L, start, true));
            assertThat(full.withPageSize(8)).isEqualTo(new InteractionsQuery(SESSION, 8, 9L, start, true));
            assertThat(full.withLimit(1)).isEqualTo(new InteractionsQuery(SESSION, 7, 1L, start, true));
            assertThat(full.startingAt(new PageCursor("y")).start()).isEqualTo(new PageCursor("y"));
            assertThat(full.readAhead()).isEqualTo(full);
            assertThat(ALL.readAhead()).isEqualTo(new InteractionsQuery(SESSION, null, null, null, true));
        }
    }

    @Nested
    class PageSize {

        @Test
        void isAHundredByDefault() {
            assertThat(ALL.pageSize()).isEqualTo(100);
        }

        @ParameterizedTest
        @CsvSource({
            "1,1",
            "99,99",
            "100,100",
            "101,101",
            "999,999",
            "1000,1000",
            "1001,1000",
            "9223372036854775807,1000"
        })
        void isTheLimitUpToAThousand(long limit, int size) {
            assertThat(ALL.withLimit(limit).pageSize()).isEqualTo(size);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 50, 1000})
        void isTheOneNamed(int size) {
            assertThat(ALL.withPageSize(size).pageSize()).isEqualTo(size);
            assertThat(ALL.withLimit(5).withPageSize(size).pageSize()).isEqualTo(size);
            assertThat(ALL.withPageSize(size).withLimit(5).pageSize()).isEqualTo(size);
        }
    }

    @Nested
    class PageSizeOfAClientWithADefault {

        @ParameterizedTest
        @ValueSource(ints = {1, 50, 1000})
        void isThatDefaultUpToTheLimit(int size) {
            assertThat(ALL.pageSize(size)).isEqualTo(size);
            assertThat(ALL.withLimit(size + 1L).pageSize(size)).isEqualTo(size);
            assertThat(ALL.withLimit(1).pageSize(size)).isEqualTo(1);
        }

        @Test
        void isTheOneNamed() {
            assertThat(ALL.withPageSize(7).withLimit(3).pageSize(50)).isEqualTo(7);
        }

        @Test
        void isTheQuerysOwnWithoutADefault() {
            assertThat(ALL.pageSize(null)).isEqualTo(100);
            assertThat(ALL.withLimit(500).pageSize(null)).isEqualTo(500);
        }
    }

    @Nested
    class Refused {

        @ParameterizedTest
        @ValueSource(ints = {0, -1, 1001, Integer.MIN_VALUE, Integer.MAX_VALUE})
        void arePageSizesOutOfRange(int size) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ALL.withPageSize(size))
                    .withMessage("page size " + size + " is not 1 to 1000");
        }

        @ParameterizedTest
        @ValueSource(longs = {0, -1, Long.MIN_VALUE})
        void areLimitsBelowOne(long limit) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ALL.withLimit(limit))
                    .withMessage("limit " + limit + " is not at least 1");
        }

        @Test
        void areNulls() {
            assertThatNullPointerException()
                    .isThrownBy(() -> ALL.startingAt(null))
                    .withMessage("cursor");
            assertThatNullPointerException()
                    .isThrownBy(() -> InteractionsQuery.of(null))
                    .withMessage("session");
        }

        @Test
        void areOddSids() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> InteractionsQuery.of("KC" + DIGITS, "KS" + DIGITS))
                    .withMessageContaining("swapped");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> InteractionsQuery.of("KS" + DIGITS + "\n", "KC" + DIGITS))
                    .withMessageContaining("serviceSid");
        }
    }
}
