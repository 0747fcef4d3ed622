package dev.proxyflux.link;

import dev.proxyflux.text.Printable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the service is: the only place requests go to.
 *
 * @param scheme {@code http} or {@code https}
 * @param host the host in lower case, an IPv6 address in brackets
 * @param port the port, never absent
 * @param path the path before {@code /v1}, without a slash at its end; often empty
 */
public record BaseUrl(String scheme, String host, int port, String path) {

    private static final int MAX_PORT = 65_535;
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[(0*:){2,7}0*1]");

    /**
     * The base of a URL.
     *
     * @param text an absolute {@code http} or {@code https} URL with a host and no user, query or fragment
     * @return the base
     * @throws IllegalArgumentException if it is not such a URL
     */
    public static BaseUrl parse(String text) {
        URI uri = parseUri(text);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        boolean isHttp = scheme.equals("http") || scheme.equals("https");
        boolean isBare = uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
        if (!isHttp || host == null || !isBare || uri.getPort() > MAX_PORT || uri.getPort() == 0) {
            throw unusable(text, null);
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : defaultPort(scheme);
        return new BaseUrl(
                scheme, host.toLowerCase(Locale.ROOT), port, uri.getRawPath().replaceAll("/+$", ""));
    }

    private static URI parseUri(String text) {
        if (!Printable.isAsciiWithoutBlanks(text)) {
            throw unusable(text, null);
        }
        try {
            return new URI(text).parseServerAuthority();
        } catch (URISyntaxException malformed) {
            throw unusable(text, malformed);
        }
    }

    private static IllegalArgumentException unusable(String text, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "base URL '" + Printable.oneLine(withoutUser(text))
                        + "' is not an http or https URL with a host, a port of 1 to " + MAX_PORT
                        + " or none, and no user, query or fragment",
                cause == null ? null : new IllegalArgumentException("not a URL"));
    }

    /** A user pasted into a URL often brings a password. */
    private static String withoutUser(String text) {
        return text.replaceFirst("(?s)^([A-Za-z]+://)?.*@", "$1***@");
    }

    static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    /**
     * Whether requests stay on this machine.
     *
     * @return true for {@code localhost}, 127.0.0.0/8 and ::1
     */
    public boolean isLoopback() {
        return LOOPBACK.matcher(host).matches();
    }

    /**
     * Whether requests are encrypted.
     *
     * @return true for {@code https}
     */
    public boolean isSecure() {
        return scheme.equals("https");
    }

    /**
     * The part of a URL that decides where a credential goes.
     *
     * @return scheme, host and, unless it is the scheme's default, port
     */
    public String origin() {
        return scheme + "://" + host + (port == defaultPort(scheme) ? "" : ":" + port);
    }

    @Override
    public String toString() {
        return origin() + path;
    }
}
