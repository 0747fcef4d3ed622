package dev.proxyflux.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class InteractionPageTest {

    private static final PageCursor HERE = new PageCursor("https://a.example/here");
    private static final ResponseInfo RESPONSE = new ResponseInfo(200, Map.of());

    private static PageMeta meta(String next, String previous) {
        return new PageMeta("interactions", 1, 50, "https://a.example/here", "https://a.example/first", next, previous);
    }

    private static InteractionPage page(List<Interaction> items, String next, String previous) {
        return new InteractionPage(HERE, items, meta(next, previous), RESPONSE);
    }

    @Nested
    class Cursors {

        @Test
        void areThoseOfTheLinks() {
            InteractionPage page = page(List.of(), "https://a.example/next", "https://a.example/previous");

            assertThat(page.cursor()).isEqualTo(HERE);
            assertThat(page.next()).isEqualTo(new PageCursor("https://a.example/next"));
            assertThat(page.previous()).isEqualTo(new PageCursor("https://a.example/previous"));
        }

        @Test
        void areNullAtTheEnds() {
            assertThat(page(List.of(), null, null).next()).isNull();
            assertThat(page(List.of(), null, null).previous()).isNull();
        }
    }

    @Nested
    class Items {

        @Test
        void areCopiedAndCantBeChanged() {
            List<Interaction> items = new ArrayList<>(List.of(Interaction.empty()));
            InteractionPage page = page(items, null, null);
            items.clear();

            assertThat(page.items()).containsExactly(Interaction.empty());
            assertThatThrownBy(() -> page.items().clear()).isInstanceOf(UnsupportedOperationException.class);
        }

        @Test
        void areNotPrinted() {
            Interaction secret = Interaction.empty().with(InteractionField.DATA, "hello");

            assertThat(page(List.of(secret, secret), "https://a.example/n\next", null))
                    .hasToString("InteractionPage[cursor=https://a.example/here, items=2, PageMeta[page=1, pageSize=50,"
                            + " hasNext=true], ResponseInfo[status=200, requestId=null]]");
            assertThat(meta(null, null)).hasToString("PageMeta[page=1, pageSize=50, hasNext=false]");
        }
    }

    @Nested
    class Response {

        @Test
        void findsHeadersInAnyCase() {
            ResponseInfo response = new ResponseInfo(200, Map.of("twilio-request-ID", "RQ1"));

            assertThat(response.requestId()).isEqualTo("RQ1");
            assertThat(response.headers().get("TWILIO-REQUEST-ID")).isEqualTo("RQ1");
            assertThat(response).hasToString("ResponseInfo[status=200, requestId=RQ1]");
            assertThat(RESPONSE.requestId()).isNull();
        }

        @Test
        void copiesTheHeaders() {
            Map<String, String> headers = new HashMap<>(Map.of("Date", "now"));
            ResponseInfo response = new ResponseInfo(200, headers);
            headers.clear();

            assertThat(response.headers()).containsOnlyKeys("Date");
            assertThatThrownBy(() -> response.headers().clear()).isInstanceOf(UnsupportedOperationException.class);
        }

        @Test
        void printsAForeignIdOnOneLine() {
            assertThat(new ResponseInfo(503, Map.of("Twilio-Request-Id", "a\nb\u0007")))
                    .hasToString("ResponseInfo[status=503, requestId=a b]");
        }
    }

    @Test
    void wantsAllParts() {
        PageMeta meta = meta(null, null);
        assertThatNullPointerException().isThrownBy(() -> new InteractionPage(null, List.of(), meta, RESPONSE));
        assertThatNullPointerException().isThrownBy(() -> new InteractionPage(HERE, null, meta, RESPONSE));
        assertThatNullPointerException().isThrownBy(() -> new InteractionPage(HERE, List.of(), null, RESPONSE));
        assertThatNullPointerException().isThrownBy(() -> new InteractionPage(HERE, List.of(), meta, null));
    }
}
