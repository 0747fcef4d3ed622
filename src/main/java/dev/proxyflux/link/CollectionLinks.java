package dev.proxyflux.link;

import dev.proxyflux.error.UnsafeLinkException;
import dev.proxyflux.error.UnsafeLinkException.Reason;
import dev.proxyflux.model.SessionKey;
import dev.proxyflux.text.Printable;
import dev.proxyflux.text.SecretMask;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The links of one session's list: the first page's, and the check that every other one has to pass. */
public final class CollectionLinks {

    // RFC 3986, appendix B, with the scheme and authority required; what the parts may hold is checked on each part.
    private static final Pattern URL =
            Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^?#]*)(\\?[^#]*)?(#.*)?");
    private static final Pattern RELATIVE = Pattern.compile("()()(/[^?#]*)(\\?[^#]*)?(#.*)?");
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._~-]+)(?::([0-9]{1,5}))?");

    private final BaseUrl base;
    private final String path;
    /** The list's URL, without a query. */
    private final String collection;

    private final LinkRules rules;
    private final SecretMask mask;

    /**
     * The links of a session.
     *
     * @param base where the service is
     * @param session the session
     * @param rules the client's rules for links
     * @param mask the client's secret
     */
    public CollectionLinks(BaseUrl base, SessionKey session, LinkRules rules, SecretMask mask) {
        this.base = base;
        this.path = base.path() + collectionPath(session);
        this.collection = base.origin() + path;
        this.rules = rules;
        this.mask = mask;
    }

    private static String collectionPath(SessionKey session) {
        return "/v1/Services/" + session.serviceSid() + "/Sessions/" + session.sessionSid() + "/Interactions";
    }

    /**
     * The first page's URL.
     *
     * @param pageSize the page size to ask for
     * @return the absolute URL
     */
    public String firstPage(int pageSize) {
        return collection + "?PageSize=" + pageSize;
    }

    /**
     * Checks a link and places it on the base's origin.
     *
     * @param link the link as the service wrote it
     * @return the absolute URL to request: the base's origin, then path and query of the link byte for byte, no fragment
     * @throws UnsafeLinkException if the link is not one of this list's
     */
    public String check(String link) {
        if (link.length() > rules.maxLength()) {
            throw refuse(link, Reason.TOO_LONG, "is longer than " + rules.maxLength() + " characters");
        }
        if (isPlainlyOurs(link)) {
            return checked(link, link.substring(collection.length()));
        }
        Matcher parts = parse(link);
        if (!rules.rebase() && !isSameOrigin(parts.group(1), parts.group(2))) {
            throw refuse(link, Reason.FOREIGN_ORIGIN, "leads away from " + base.origin());
        }
        String linkPath = parts.group(3);
        if (!linkPath.equals(path) && !(rules.rebase() && (base.path() + linkPath).equals(path))) {
            throw refuse(link, Reason.FOREIGN_PATH, "leads away from the session's list, " + path);
        }
        return checked(link, parts.group(4) == null ? "" : parts.group(4));
    }

    /** As nearly all links are: the list's own URL to the letter, then a query; no part needs to be found and compared. */
    private boolean isPlainlyOurs(String link) {
        boolean hasQuery = link.startsWith("?", collection.length()) && link.startsWith(collection);
        return hasQuery && link.indexOf('#') < 0 && Printable.isAsciiWithoutBlanks(link);
    }

    private String checked(String link, String query) {
        if (mask.occursIn(query)) {
            throw refuse(link, Reason.CARRIES_SECRET, "carries the client's secret");
        }
        return collection + query;
    }

    private Matcher parse(String link) {
        Matcher parts = URL.matcher(link);
        if (!Printable.isAsciiWithoutBlanks(link)) {
            throw refuse(link, Reason.MALFORMED, "has characters other than printable ASCII");
        }
        if (!parts.matches() && !(rules.rebase() && parts.usePattern(RELATIVE).matches())) {
            throw refuse(link, Reason.MALFORMED, "is not an absolute URL");
        }
        return parts;
    }

    private boolean isSameOrigin(String scheme, String authority) {
        Matcher hostAndPort = AUTHORITY.matcher(authority);
        if (!hostAndPort.matches() || !scheme.equalsIgnoreCase(base.scheme())) {
            return false;
        }
        String port = hostAndPort.group(2);
        return hostAndPort.group(1).toLowerCase(Locale.ROOT).equals(base.host())
                && (port == null ? BaseUrl.defaultPort(base.scheme()) : Integer.parseInt(port)) == base.port();
    }

    private UnsafeLinkException refuse(String link, Reason reason, String why) {
        return new UnsafeLinkException("link '" + mask.print(link) + "' " + why + "; it is not followed", reason);
    }
}
