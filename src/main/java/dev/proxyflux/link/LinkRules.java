package dev.proxyflux.link;

/**
 * A client's rules for links.
 *
 * @param maxLength the longest link that is followed, in characters
 * @param rebase whether a link's path and query are used on the base's origin, whatever its own
 */
public record LinkRules(int maxLength, boolean rebase) {}
