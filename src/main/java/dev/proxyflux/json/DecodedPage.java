package dev.proxyflux.json;

import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.PageMeta;
import java.util.List;

/**
 * What a page's body says.
 *
 * @param items the interactions in their order
 * @param meta the page's own description
 */
public record DecodedPage(List<Interaction> items, PageMeta meta) {}
