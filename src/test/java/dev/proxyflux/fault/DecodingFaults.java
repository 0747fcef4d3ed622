package dev.proxyflux.fault;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.proxyflux.error.UndecodablePageException;
import dev.proxyflux.model.InteractionField;
import dev.proxyflux.model.PageCursor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Bodies of whole messages: strict where data could be lost, tolerant where it can't. */
final class DecodingFaults {

    private static final int DEEP = 5_000;

    private DecodingFaults() {}

    static List<FaultCase> cases() {
        List<FaultCase> cases = new ArrayList<>();
        structure(cases);
        fields(cases);
        documents(cases);
        encodings(cases);
        tolerated(cases);
        return cases;
    }

    private static void structure(List<FaultCase> cases) {
        refusedTree(cases, "no interactions", page -> page.remove("interactions"));
        refusedTree(cases, "interactions null", page -> page.putNull("interactions"));
        refusedTree(cases, "interactions an object", page -> page.putObject("interactions"));
        refusedTree(cases, "interactions a text", page -> page.put("interactions", "[]"));
        refusedTree(cases, "no meta", page -> page.remove("meta"));
        refusedTree(cases, "meta null", page -> page.putNull("meta"));
        refusedTree(cases, "meta an array", page -> page.putArray("meta"));
        refusedTree(cases, "meta without next_page_url", page -> meta(page).remove("next_page_url"));
        refusedTree(cases, "next_page_url a number", page -> meta(page).put("next_page_url", 1));
        refusedTree(cases, "next_page_url an object", page -> meta(page).putObject("next_page_url"));
        refusedTree(cases, "next_page_url false", page -> meta(page).put("next_page_url", false));
        refusedText(cases, "interactions twice", page -> page.replace("{\"meta\"", "{\"interactions\":[],\"meta\""));
        refusedText(
                cases,
                "meta twice",
                page -> page.replace("\"interactions\"", "\"meta\":{\"next_page_url\":null},\"interactions\""));
        refusedText(cases, "next_page_url twice", page -> page.replace("\"key\"", "\"next_page_url\":null,\"key\""));
    }

    private static void fields(List<FaultCase> cases) {
        refusedItem(cases, "an element that is null", null, items -> items.setNull(1));
        refusedItem(cases, "an element that is a number", null, items -> items.set(1, 7));
        refusedItem(cases, "an element that is a text", null, items -> items.set(1, Scene.PRIVATE_TEXT));
        refusedItem(cases, "an element that is an array", null, items -> items.setArray());
        refusedItem(
                cases,
                "a sid that is a number",
                InteractionField.SID,
                items -> item(items).put("sid", 5));
        refusedItem(
                cases,
                "data that is an object",
                InteractionField.DATA,
                items -> item(items).putObject("data").put("body", Scene.PRIVATE_TEXT));
        refusedItem(
                cases,
                "data that is an array",
                InteractionField.DATA,
                items -> item(items).putArray("data"));
        refusedItem(
                cases,
                "a type that is true",
                InteractionField.TYPE,
                items -> item(items).put("type", true));
        refusedItem(
                cases,
                "a date that is a number",
                InteractionField.DATE_CREATED,
                items -> item(items).put("date_created", 1.5));
        refusedItem(
                cases,
                "a url that is an object",
                InteractionField.URL,
                items -> item(items).putObject("url"));
    }

    private static void documents(List<FaultCase> cases) {
        refusedText(cases, "an empty body", page -> "");
        refusedText(cases, "blanks", page -> " \r\n ");
        refusedText(cases, "an array", page -> "[" + page + "]");
        refusedText(cases, "a text", page -> "\"page\"");
        refusedText(cases, "null", page -> "null");
        refusedText(cases, "HTML", page -> "<html>" + Scene.PRIVATE_TEXT + "</html>");
        refusedText(cases, "trailing garbage", page -> page + "x");
        refusedText(cases, "a trailing bracket", page -> page + "]");
        refusedText(cases, "a trailing comma", page -> page + ",");
        refusedText(cases, "a second document", page -> page + page);
        refusedText(cases, "a second document on a line of its own", page -> page + "\n{}");
        refusedText(cases, "cut in the middle", page -> page.substring(0, page.length() / 2));
        refusedText(cases, "cut before the last bracket", page -> page.substring(0, page.length() - 1));
        refusedText(cases, "a comma too many", page -> page.replace("}]", "},]"));
        refusedText(cases, "a comment", page -> page.replace("{\"meta\"", "{/* */\"meta\""));
        refusedText(cases, "single quotes", page -> page.replace('"', '\''));
        refusedText(cases, "a raw line end in a text", page -> page.replace("KI", "KI\n"));
        refusedText(cases, "NaN", page -> page.replace("\"page\":1", "\"page\":NaN"));
        refusedText(cases, "deep nesting", page -> inserted(page, "[".repeat(DEEP) + "]".repeat(DEEP)));
        refusedText(cases, "deep nesting that doesn't end", page -> "[".repeat(100_000));
    }

    private static void encodings(List<FaultCase> cases) {
        refused(cases, "UTF-16, big-endian", page -> new String(page, UTF_8).getBytes(UTF_16BE));
        refused(cases, "UTF-16, little-endian", page -> new String(page, UTF_8).getBytes(UTF_16LE));
        refused(
                cases,
                "UTF-16 with a mark",
                page -> join(new byte[] {-2, -1}, new String(page, UTF_8).getBytes(UTF_16BE)));
        refused(cases, "UTF-32, big-endian", page -> new String(page, UTF_8).getBytes(Charset.forName("UTF-32BE")));
        refused(cases, "UTF-32, little-endian", page -> new String(page, UTF_8).getBytes(Charset.forName("UTF-32LE")));
        refused(cases, "an overlong slash", page -> broken(page, 0xC0, 0xAF));
        refused(cases, "an overlong zero", page -> broken(page, 0xC0, 0x80));
        refused(cases, "an encoded surrogate", page -> broken(page, 0xED, 0xA0, 0x80));
        refused(cases, "a lone continuation", page -> broken(page, 0x80));
        refused(cases, "a byte that never occurs", page -> broken(page, 0xFF));
        refused(cases, "beyond the last character", page -> broken(page, 0xF4, 0x90, 0x80, 0x80));
        refused(cases, "a cut sequence", page -> broken(page, 0xE2, 0x82));
        refused(cases, "Latin-1", page -> broken(page, 0xE9));
        refused(cases, "gzip that is not said", Gzip::of);
    }

    private static void tolerated(List<FaultCase> cases) {
        passed(cases, "a byte order mark", page -> join(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, page));
        passedText(cases, "white space around", page -> "\r\n\t " + page + " \n\n");
        passedText(cases, "unknown members", page -> inserted(page, "{\"interactions\":[1,{}],\"meta\":null}"));
        passedText(cases, "a huge number", page -> inserted(page, "9".repeat(900)));
        passedText(cases, "a huge exponent", page -> inserted(page, "1e999999999"));
        passedText(cases, "nesting of 900", page -> inserted(page, "[".repeat(900) + "]".repeat(900)));
        passedText(cases, "unknown member twice", page -> inserted(inserted(page, "1"), "2"));
        passedText(cases, "an escaped name", page -> page.replace("\"interactions\"", "\"\\u0069nteractions\""));
        passedTree(cases, "meta last", page -> page.set("meta", page.remove("meta")));
        passedTree(
                cases,
                "meta.page of 30 digits",
                page -> meta(page).put("page", new java.math.BigInteger("9".repeat(30))));
        passedTree(cases, "meta.page negative", page -> meta(page).put("page", -1));
        passedTree(cases, "meta.page a fraction", page -> meta(page).put("page", 1.5));
        passedTree(cases, "meta.page a text", page -> meta(page).put("page", "one"));
        passedTree(cases, "meta.page null", page -> meta(page).putNull("page"));
        passedTree(cases, "meta.page_size an object", page -> meta(page).putObject("page_size"));
        passedTree(cases, "meta with next_page_url alone", page -> meta(page).retain("next_page_url"));
        passedTree(cases, "an item with sid alone", page -> item(items(page)).retain("sid"));
        passedTree(
                cases,
                "nulls in an item",
                page -> item(items(page)).putNull("data").putNull("type").putNull("url"));
        passedTree(
                cases,
                "odd dates and URLs",
                page -> item(items(page)).put("date_created", "yesterday").put("url", "::"));
        passedTree(cases, "an unknown type", page -> item(items(page)).put("type", "fax"));
        passedTree(
                cases,
                "an unknown field of any type",
                page -> item(items(page)).putObject("body").putArray("x"));
        passedTree(cases, "a lone surrogate, escaped", page -> item(items(page)).put("data", "\ud83d"));
        cases.add(new FaultCase(
                "decoding, tolerated: data of 8 MB",
                scene -> scene.served(1, body -> {
                    ObjectNode page = scene.pages().json(1, scene.pages().linkAfter(1));
                    item(items(page)).put("data", "é\"\\".repeat(2_000_000));
                    return Answer.ok(Pages.write(page));
                }),
                outcome -> {
                    outcome.isWhole().sent(3).retried(0);
                    assertThat(outcome.items().get(3).text(InteractionField.DATA))
                            .hasSize(6_000_000);
                }));
        cases.add(new FaultCase(
                "decoding, tolerated: an item without a sid",
                scene -> scene.always(
                        0, Answer.ok(Pages.write(removeSid(scene.pages().json(0, null))))),
                outcome -> {
                    assertThat(outcome.sent(1).error()).isNull();
                    assertThat(outcome.sids()).containsExactly(Pages.sid(0), null);
                }));
    }

    private static ObjectNode removeSid(ObjectNode page) {
        item(items(page)).remove("sid");
        return page;
    }

    private static void refused(List<FaultCase> cases, String name, UnaryOperator<byte[]> change) {
        cases.add(refusal(name, scene -> scene.served(1, body -> Answer.ok(change.apply(body))), null, null));
    }

    private static void refusedText(List<FaultCase> cases, String name, UnaryOperator<String> change) {
        UnaryOperator<byte[]> bytes =
                body -> change.apply(new String(body, UTF_8)).getBytes(UTF_8);
        cases.add(new FaultCase(
                "decoding, refused: " + name,
                scene -> scene.served(1, body -> Answer.ok(changed(body, bytes))),
                outcome -> outcome.sent(2).retried(0).failedAt(1, UndecodablePageException.class)));
    }

    private static void refusedTree(List<FaultCase> cases, String name, Consumer<ObjectNode> change) {
        cases.add(refusal(name, scene -> scene.always(1, changedTree(scene, change)), null, null));
    }

    private static void refusedItem(
            List<FaultCase> cases, String name, @Nullable InteractionField field, Consumer<Items> change) {
        cases.add(refusal(
                name, scene -> scene.always(1, changedTree(scene, page -> change.accept(items(page)))), 1, field));
    }

    private static FaultCase refusal(
            String name, Consumer<Scene> setUp, @Nullable Integer item, @Nullable InteractionField field) {
        return new FaultCase("decoding, refused: " + name, setUp, outcome -> {
            UndecodablePageException error = outcome.sent(2).retried(0).failedAt(1, UndecodablePageException.class);
            assertThat(error.isTransient()).isFalse();
            assertThat(error.field()).isEqualTo(field);
            if (item != null) {
                assertThat(error.item()).isEqualTo(item);
                assertThat(error).hasMessageContaining("interactions[" + item + "]");
            }
            assertThat(error.requestId()).isEqualTo(Answer.REQUEST_ID);
            assertThat(error.resumeAt())
                    .isEqualTo(new PageCursor(outcome.scene().pages().link(1)));
        });
    }

    private static void passed(List<FaultCase> cases, String name, UnaryOperator<byte[]> change) {
        cases.add(new FaultCase(
                "decoding, tolerated: " + name,
                scene -> scene.served(1, body -> Answer.ok(changed(body, change))),
                outcome -> outcome.isWhole().sent(3).retried(0)));
    }

    private static void passedText(List<FaultCase> cases, String name, UnaryOperator<String> change) {
        passed(cases, name, body -> change.apply(new String(body, UTF_8)).getBytes(UTF_8));
    }

    private static void passedTree(List<FaultCase> cases, String name, Consumer<ObjectNode> change) {
        cases.add(new FaultCase(
                "decoding, tolerated: " + name,
                scene -> scene.always(1, changedTree(scene, change)),
                outcome -> outcome.isWhole().sent(3).retried(0)));
    }

    private static Answer changedTree(Scene scene, Consumer<ObjectNode> change) {
        ObjectNode page = scene.pages().json(1, scene.pages().linkAfter(1));
        String before = page.toString();
        change.accept(page);
        assertThat(page.toString()).isNotEqualTo(before);
        return Answer.ok(Pages.write(page));
    }

    private static byte[] changed(byte[] body, UnaryOperator<byte[]> change) {
        byte[] changed = change.apply(body);
        assertThat(changed).isNotEqualTo(body);
        return changed;
    }

    private static String inserted(String page, String value) {
        return "{\"unknown\":" + value + "," + page.substring(1);
    }

    private static byte[] broken(byte[] page, int... bytes) {
        int at = new String(page, UTF_8).indexOf(Scene.PRIVATE_TEXT);
        byte[] inserted = new byte[bytes.length];
        for (int index = 0; index < bytes.length; index++) {
            inserted[index] = (byte) bytes[index];
        }
        return join(Arrays.copyOf(page, at), inserted, Arrays.copyOfRange(page, at, page.length));
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static ObjectNode meta(ObjectNode page) {
        return (ObjectNode) page.get("meta");
    }

    private static Items items(ObjectNode page) {
        return new Items((ArrayNode) page.get("interactions"));
    }

    private static ObjectNode item(Items items) {
        return (ObjectNode) items.array.get(1);
    }

    /** A page's interactions; the second is the one changed. */
    private record Items(ArrayNode array) {

        void setNull(int at) {
            array.setNull(at);
        }

        void set(int at, int value) {
            array.set(at, value);
        }

        void set(int at, String value) {
            array.set(at, value);
        }

        void setArray() {
            array.remove(1);
            array.addArray();
        }
    }
}
