package dev.proxyflux.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Takes a secret, in the forms in which a service can echo it, out of texts that are printed. */
public final class SecretMask {

    private static final String MASK = "***";
    /** Shorter secrets occur in honest links by chance. */
    private static final int SHORTEST_TELLING = 6;
    /** Far more than is printed: a hostile text of many megabytes is not worth searching. */
    private static final int MAX_SEARCHED = 64 * 1024;

    /** What a service can put into a secret that still reads as the secret when printed. */
    private static final String GAP = "[\\p{C}\\p{Z}\\p{M}\\u115F\\u1160\\u2800\\u3164\\uFFA0]";

    private final List<Form> forms;

    private SecretMask(List<Form> forms) {
        this.forms = forms;
    }

    /**
     * A mask for a user's secret.
     *
     * @param user the user name of the Basic credentials
     * @param secret the secret
     * @return the mask of the secret as it is, in Base64 alone and with the user, and percent-encoded, in any case
     */
    public static SecretMask of(String user, String secret) {
        return new SecretMask(Stream.of(
                        secret,
                        base64(user + ":" + secret),
                        base64(secret),
                        base64(user + ":" + secret).replace('+', '-').replace('/', '_'),
                        base64(secret).replace('+', '-').replace('/', '_'),
                        URLEncoder.encode(secret, UTF_8),
                        URLEncoder.encode(secret, UTF_8).replace("+", "%20"))
                .flatMap(form -> Stream.of(form, form.replaceAll("=+$", "")))
                .map(form -> form.replaceAll(GAP, ""))
                .filter(form -> !form.isEmpty())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Form::of)
                .toList());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    /**
     * Makes a service's text fit for a message.
     *
     * @param text the text
     * @return the text on one line, bounded, every occurrence of the secret masked, split ones too
     */
    public String print(String text) {
        return print(text, Printable.MAX_LENGTH);
    }

    /**
     * Makes a text fit for a message of another length.
     *
     * @param text the text
     * @param maxLength the longest result, in characters
     * @return the text as {@link #print(String)} makes it, at most that many characters
     */
    public String print(String text, int maxLength) {
        boolean cut = text.length() > MAX_SEARCHED;
        String masked = cut ? text.substring(0, MAX_SEARCHED) : text;
        for (Form form : forms) {
            masked = form.mask(masked);
        }
        return Printable.oneLine(cut ? withoutBegunForm(masked) : masked, maxLength);
    }

    /** Masking may shorten a cut text so much that its end is printed, where the cut left a secret without its own. */
    private String withoutBegunForm(String text) {
        int end = text.length();
        for (Form form : forms) {
            end = Math.min(end, form.beginsWithoutEnd(text));
        }
        return text.substring(0, end);
    }

    /**
     * Whether a text that is to be used, not only printed, carries the secret.
     *
     * @param text the text
     * @return true if a form of the secret of at least {@value #SHORTEST_TELLING} characters occurs in it
     */
    public boolean occursIn(String text) {
        for (Form form : forms) {
            if (form.text.length() >= SHORTEST_TELLING && form.occursIn(text)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "SecretMask[***]";
    }

    private record Form(String text, String lowerCase, Pattern pattern) {

        String mask(String masked) {
            return occursIn(masked) ? pattern.matcher(masked).replaceAll(MASK) : masked;
        }

        /** Every page's link and headers are searched: where no gap can be, without the pattern, which takes far longer. */
        boolean occursIn(String searched) {
            if (searched.length() < text.length()) {
                return false;
            }
            return Printable.isAsciiWithoutBlanks(searched)
                    ? searched.toLowerCase(Locale.ROOT).contains(lowerCase)
                    : pattern.matcher(searched).find();
        }

        /** {@return where at the end of a text this form begins; the text's length if nowhere} */
        int beginsWithoutEnd(String text) {
            Matcher matcher = pattern.matcher(text);
            for (int begin = 0; begin < text.length(); begin++) {
                matcher.region(begin, text.length());
                if (!matcher.lookingAt() && matcher.hitEnd()) {
                    return begin;
                }
            }
            return text.length();
        }

        static Form of(String text) {
            String regex = text.codePoints()
                    .mapToObj(character -> Pattern.quote(Character.toString(character)))
                    .collect(Collectors.joining(GAP + "*+"));
            // By way of upper case, so that letters like the dotless i are found as what a server may make of them.
            String lowerCase = text.chars()
                    .mapToObj(character ->
                            Character.toString(Character.toLowerCase(Character.toUpperCase((char) character))))
                    .collect(Collectors.joining());
            return new Form(text, lowerCase, Pattern.compile(regex, Pattern.CASE_INSENSITIVE));
        }
    }
}
