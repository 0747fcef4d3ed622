package dev.proxyflux.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.error.UnsafeLinkException;
import dev.proxyflux.error.UnsafeLinkException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Links of the service: followed byte for byte, or not at all. */
final class LinkFaults {

    private LinkFaults() {}

    static List<FaultCase> cases() {
        List<FaultCase> cases = new ArrayList<>();
        origins(cases);
        paths(cases);
        shapes(cases);
        circles(cases);
        followed(cases);
        rebased(cases);
        return cases;
    }

    private static void origins(List<FaultCase> cases) {
        String rest = Pages.PATH + "?Page=1";
        foreign(
                cases,
                "another port",
                scene -> "http://127.0.0.1:" + scene.elsewhere().port() + rest);
        foreign(
                cases,
                "another host",
                scene -> "http://localhost:" + scene.server().port() + rest);
        foreign(
                cases,
                "another host, another port",
                scene -> "http://localhost:" + scene.elsewhere().port() + rest);
        foreign(
                cases,
                "another scheme",
                scene -> "https://127.0.0.1:" + scene.server().port() + rest);
        foreign(cases, "ftp", scene -> "ftp://127.0.0.1:" + scene.server().port() + rest);
        foreign(cases, "no port", scene -> "http://127.0.0.1" + rest);
        foreign(cases, "an empty port", scene -> "http://127.0.0.1:" + rest);
        foreign(
                cases,
                "a port plus 2^16",
                scene -> "http://127.0.0.1:" + (scene.server().port() + 65_536) + rest);
        foreign(
                cases,
                "a user",
                scene -> "http://user@127.0.0.1:" + scene.server().port() + rest);
        foreign(
                cases,
                "a user and a password",
                scene -> "http://u:p@127.0.0.1:" + scene.server().port() + rest);
        foreign(
                cases,
                "an empty user",
                scene -> "http://@127.0.0.1:" + scene.server().port() + rest);
        foreign(
                cases,
                "this host as the user of another",
                scene ->
                        scene.pages().base() + "@127.0.0.1:" + scene.elsewhere().port() + rest);
        foreign(
                cases,
                "this host, a backslash, another",
                scene -> scene.pages().base() + "\\@127.0.0.1:"
                        + scene.elsewhere().port() + rest);
        foreign(
                cases,
                "a percent-encoded host",
                scene -> "http://127%2E0.0.1:" + scene.server().port() + rest);
        foreign(
                cases,
                "a host with a dot after",
                scene -> "http://127.0.0.1.:" + scene.server().port() + rest);
        foreign(
                cases,
                "a host as one number",
                scene -> "http://2130706433:" + scene.server().port() + rest);
        foreign(
                cases,
                "a host as IPv6",
                scene -> "http://[::ffff:127.0.0.1]:" + scene.server().port() + rest);
        foreign(
                cases,
                "a host that begins like this one",
                scene -> scene.pages().base() + ".example" + rest);
        foreign(cases, "no host", scene -> "http://" + rest);
    }

    private static void paths(List<FaultCase> cases) {
        path(cases, "another session", Pages.PATH.replace("/KC0", "/KC1") + "?Page=1");
        path(cases, "another collection", Pages.PATH.replace("Interactions", "Participants") + "?Page=1");
        path(cases, "an encoded letter", Pages.PATH.replace("Interactions", "%49nteractions") + "?Page=1");
        path(cases, "dots", "/v1/../v1" + Pages.PATH.substring(3) + "?Page=1");
        path(cases, "a slash more at the end", Pages.PATH + "/?Page=1");
        path(cases, "two slashes at the start", "/" + Pages.PATH + "?Page=1");
        path(cases, "parameters of the path", Pages.PATH + ";x=1?Page=1");
        path(cases, "lower case", Pages.PATH.replace("Interactions", "interactions") + "?Page=1");
        path(cases, "no path", "?Page=1");
        path(cases, "a backslash", Pages.PATH.replaceFirst("/v1/", "/v1\\\\") + "?Page=1");
    }

    private static void shapes(List<FaultCase> cases) {
        String rest = Pages.PATH + "?Page=1";
        malformed(cases, "relative to the host", scene -> rest);
        malformed(cases, "relative to the scheme", scene -> scene.pages().base().substring("http:".length()) + rest);
        malformed(cases, "a query alone", scene -> "?Page=1");
        malformed(cases, "empty", scene -> "");
        malformed(cases, "a blank", scene -> " ");
        malformed(cases, "a blank before", scene -> " " + scene.pages().link(1));
        malformed(cases, "a blank after", scene -> scene.pages().link(1) + " ");
        malformed(cases, "a blank inside", scene -> scene.pages().link(1) + "&x=a b");
        malformed(cases, "a line end", scene -> scene.pages().link(1) + "\r\nX-Injected: 1");
        malformed(
                cases,
                "a tab in the host",
                scene -> "http://127.0.\t0.1:" + scene.server().port() + rest);
        malformed(cases, "a zero", scene -> scene.pages().link(1) + "\0");
        malformed(cases, "a delete", scene -> scene.pages().link(1) + "\u007f");
        malformed(cases, "an umlaut", scene -> scene.pages().link(1) + "&x=\u00fc");
        malformed(cases, "a wide slash", scene -> scene.pages().base() + "\uff0f" + rest);
        malformed(cases, "not a URL", scene -> "next");
        malformed(
                cases, "no slashes", scene -> "http:127.0.0.1:" + scene.server().port() + rest);
        malformed(cases, "javascript", scene -> "javascript:alert(1)");
        refused(cases, "too long", scene -> scene.pages().link(1) + "&x=" + "y".repeat(8 * 1024), Reason.TOO_LONG);
        refused(cases, "a megabyte", scene -> scene.pages().link(1) + "&x=" + "y".repeat(1 << 20), Reason.TOO_LONG);
        refused(cases, "the secret", scene -> scene.pages().link(1) + "&x=" + Scene.SECRET, Reason.CARRIES_SECRET);
    }

    private static void circles(List<FaultCase> cases) {
        refused(cases, "to itself", scene -> scene.pages().link(1), Reason.CIRCULAR);
        refused(cases, "to itself, a fragment differs", scene -> scene.pages().link(1) + "#2", Reason.CIRCULAR);
        refused(
                cases,
                "to itself, the scheme in capitals",
                scene -> scene.pages().link(1).replace("http:", "HTTP:"),
                Reason.CIRCULAR);
        refused(
                cases,
                "to the first page as requested",
                scene -> scene.pages().base() + Pages.PATH + "?PageSize=2",
                Reason.CIRCULAR);
        refused(cases, "to the first page's own link", scene -> scene.pages().link(0), Reason.CIRCULAR);
        cases.add(new FaultCase(
                "link, refused: from the first page to its own link",
                scene -> scene.always(
                        0, Answer.ok(scene.pages().body(0, scene.pages().link(0)))),
                outcome -> {
                    UnsafeLinkException error = outcome.sent(1).failedAt(1, UnsafeLinkException.class);
                    assertThat(error.reason()).isEqualTo(Reason.CIRCULAR);
                    assertThat(error).hasMessageContaining("page 1 links back to page 1");
                }));
        cases.add(new FaultCase(
                "link, refused: from a late page to an earlier one",
                scene -> scene.pages(20)
                        .always(
                                19,
                                Answer.ok(scene.pages().body(19, scene.pages().link(7)))),
                outcome -> {
                    UnsafeLinkException error = outcome.sent(20).failedAt(20, UnsafeLinkException.class);
                    assertThat(error.reason()).isEqualTo(Reason.CIRCULAR);
                    assertThat(error).hasMessageContaining("page 20 links back to page 8");
                }));
    }

    private static void followed(List<FaultCase> cases) {
        for (String query : List.of(
                "PageToken=a+b%2Bc%3D%3d",
                "PageToken=a|b{c}\"d'e",
                "PageToken=<a>^`[]\\",
                "PageToken=%",
                "PageToken=%zz%2",
                "PageToken=a?b/c:d@e;f,g!$&*()~",
                "PageToken==&&==&PageToken=",
                "PageToken=" + "x".repeat(3_000),
                "PageToken=//evil.example/..%2f..")) {
            cases.add(new FaultCase(
                    "link, followed: " + (query.length() > 99 ? "3 kB" : query),
                    scene -> scene.always(
                            0,
                            Answer.ok(scene.pages().body(0, scene.pages().base() + Pages.PATH + "?Page=1&" + query))),
                    outcome -> {
                        outcome.isWhole().sent(3).retried(0);
                        assertThat(outcome.requestList().get(1).target()).isEqualTo(Pages.PATH + "?Page=1&" + query);
                    }));
        }
        for (String fragment : List.of("#", "#here", "#/?Page=9", "##")) {
            cases.add(new FaultCase(
                    "link, followed without its fragment: " + fragment,
                    scene -> scene.always(
                            0, Answer.ok(scene.pages().body(0, scene.pages().link(1) + fragment))),
                    outcome -> {
                        outcome.isWhole().sent(3).retried(0);
                        assertThat(scene(outcome).pages().link(1))
                                .endsWith(outcome.requestList().get(1).target());
                    }));
        }
    }

    private static Scene scene(Outcome outcome) {
        return outcome.scene();
    }

    private static void rebased(List<FaultCase> cases) {
        for (String origin :
                List.of("https://proxy.twilio.com", "http://u:p@elsewhere.example:99", "", "http://127.0.0.1:1")) {
            cases.add(new FaultCase(
                    "link, rebased from '" + origin + "'",
                    scene -> scene.tune(client -> client.rebaseLinks())
                            .always(
                                    0,
                                    Answer.ok(scene.pages().body(0, origin + Pages.PATH + "?Page=1&PageToken=%2B|"))),
                    outcome -> {
                        outcome.isWhole().sent(3).retried(0);
                        assertThat(outcome.requestList().get(1).target())
                                .isEqualTo(Pages.PATH + "?Page=1&PageToken=%2B|");
                    }));
        }
        cases.add(new FaultCase(
                "link, rebased: another path is refused still",
                scene -> scene.tune(client -> client.rebaseLinks())
                        .always(0, Answer.ok(scene.pages().body(0, "https://proxy.twilio.com/v1/Other"))),
                outcome -> assertThat(outcome.sent(1)
                                .failedAt(1, UnsafeLinkException.class)
                                .reason())
                        .isEqualTo(Reason.FOREIGN_PATH)));
    }

    private static void foreign(List<FaultCase> cases, String name, Function<Scene, String> link) {
        refused(cases, name, link, Reason.FOREIGN_ORIGIN);
    }

    private static void path(List<FaultCase> cases, String name, String pathAndQuery) {
        refused(cases, "path, " + name, scene -> scene.pages().base() + pathAndQuery, Reason.FOREIGN_PATH);
    }

    private static void malformed(List<FaultCase> cases, String name, Function<Scene, String> link) {
        refused(cases, name, link, Reason.MALFORMED);
    }

    /** The page that has the link delivers its own items; the link costs no request, and there is nowhere to go on. */
    private static void refused(List<FaultCase> cases, String name, Function<Scene, String> link, Reason reason) {
        cases.add(new FaultCase(
                "link, refused: " + name,
                scene -> scene.always(1, Answer.ok(scene.pages().body(1, link.apply(scene)))),
                outcome -> {
                    UnsafeLinkException error = outcome.sent(2).retried(0).failedAt(2, UnsafeLinkException.class);
                    assertThat(error.reason()).isEqualTo(reason);
                    assertThat(error.isTransient()).isFalse();
                    assertThat(error.resumeAt()).isNull();
                    if (reason == Reason.CIRCULAR) {
                        assertThat(error).hasMessageContaining("page 2 links back to page ");
                    }
                }));
    }
}
