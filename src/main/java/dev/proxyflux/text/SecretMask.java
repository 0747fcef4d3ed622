package dev.proxyflux.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Takes a secret, in the forms in which a service can echo it, out of texts that are printed. */
public final class SecretMask {

    private static final String MASK = "***";
    /** Shorter secrets occur in honest links by chance. */
    private static final int SHORTEST_TELLING = 6;

    private final List<String> forms;

    private SecretMask(List<String> forms) {
        this.forms = forms;
    }

    /**
     * A mask for a user's secret.
     *
     * @param user the user name of the Basic credentials
     * @param secret the secret
     * @return the mask of the secret as it is, in Base64 alone and with the user, and percent-encoded
     */
    public static SecretMask of(String user, String secret) {
        Base64.Encoder base64 = Base64.getEncoder();
        return new SecretMask(Stream.of(
                        secret,
                        base64.encodeToString((user + ":" + secret).getBytes(UTF_8)),
                        base64.encodeToString(secret.getBytes(UTF_8)),
                        URLEncoder.encode(secret, UTF_8),
                        URLEncoder.encode(secret, UTF_8).replace("+", "%20"))
                .distinct()
                .flatMap(form -> Stream.of(form, withoutPadding(form)))
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    private static String withoutPadding(String form) {
        String bare = form.replaceAll("=+$", "");
        return bare.isEmpty() ? form : bare;
    }

    /**
     * Makes a service's text fit for a message.
     *
     * @param text the text
     * @return the text on one line, bounded, every occurrence of the secret masked
     */
    public String print(String text) {
        return Printable.oneLine(mask(Printable.oneLine(mask(text), text.length() + 1)));
    }

    private String mask(String text) {
        String masked = text;
        for (String form : forms) {
            masked = masked.replace(form, MASK);
        }
        return masked;
    }

    /**
     * Whether a text that is to be used, not only printed, carries the secret.
     *
     * @param text the text
     * @return true if a form of the secret of at least {@value #SHORTEST_TELLING} characters occurs in it
     */
    public boolean occursIn(String text) {
        return forms.stream().anyMatch(form -> form.length() >= SHORTEST_TELLING && text.contains(form));
    }

    @Override
    public String toString() {
        return "SecretMask[***]";
    }
}
