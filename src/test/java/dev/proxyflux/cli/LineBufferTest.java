package dev.proxyflux.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.InteractionField;
import dev.proxyflux.testkit.GeneratedInteractions;
import dev.proxyflux.testkit.InteractionsService;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineBufferTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static String lineOf(Interaction interaction) {
        LineBuffer lines = new LineBuffer();
        lines.appendLine(interaction);
        return new String(lines.bytes(), 0, lines.length(), UTF_8);
    }

    private static String lineOfData(String data) {
        return lineOf(Interaction.empty().with(InteractionField.DATA, data));
    }

    @Test
    void writesAll19FieldsOfAnInteractionInTheReferencesOrder() throws IOException {
        Interaction interaction = GeneratedInteractions.of(InteractionsService.SESSION, 1);

        String line = lineOf(interaction);

        assertThat(line).isEqualTo(JSON.writeValueAsString(interaction.toJson()) + "\n");
        assertThat(JSON.readTree(line).size()).isEqualTo(19);
    }

    @Test
    void writesNullForAFieldThatIsNull() throws IOException {
        assertThat(lineOf(Interaction.empty())).isEqualTo(JSON.writeValueAsString(Interaction.empty()) + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "D800, \\ud800",
        "DC00, \\udc00",
        "DBFF, \\udbff",
        "2028, \\u2028",
        "2029, \\u2029",
        "0, \\u0000",
        "A, \\u000a",
        "1B, \\u001b",
        "7F, \\u007f",
        "85, \\u0085",
        "9B, \\u009b"
    })
    void escapesWhatHasNoFormInUtf8OrEndsALine(String character, String escaped) {
        char odd = (char) Integer.parseInt(character, 16);

        assertThat(lineOfData("a" + odd + "b")).contains("\"a" + escaped + "b\"");
    }

    @Test
    void keepsEveryOtherCharacterAsItIs() {
        assertThat(lineOfData("é\u07FF\u0800\uFFFF\uD800\uDC00\uDBFF\uDFFF/ ~\u00A0"))
                .contains("\"é\u07FF\u0800\uFFFF\uD800\uDC00\uDBFF\uDFFF/ ~\u00A0\"");
    }

    @Test
    void losesNoTextOfAnyCharactersAndStaysOnOneLine() throws IOException {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            String text = random.ints(random.nextInt(40), 0, round % 2 == 0 ? 0x10000 : 0x300)
                    .collect(StringBuilder::new, (all, each) -> all.append((char) each), StringBuilder::append)
                    .toString();

            String line = lineOfData(text);

            assertThat(line.strip().lines()).hasSize(1);
            assertThat(JSON.readValue(line, Interaction.class).text(InteractionField.DATA))
                    .isEqualTo(text);
        }
    }

    @Test
    void growsWithTextsOfMegabytes() throws IOException {
        String text = "\u0000ü\uD83D\uDE4F".repeat(500_000);

        assertThat(JSON.readValue(lineOfData(text), Interaction.class).text(InteractionField.DATA))
                .isEqualTo(text);
    }
}
