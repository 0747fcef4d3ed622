package dev.proxyflux.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;

/**
 * A position in a session's list: the link of one of its pages, as the service wrote it. To be stored, as the text of
 * its {@code url()}, by Java serialisation or by Jackson, and given to a query as its start. How long the service honours a link is not documented.
 *
 * @param url the page's absolute URL; checked by the client that is to follow it, not here
 */
public record PageCursor(@JsonValue String url) implements Serializable {

    private static final long serialVersionUID = 1L;

    /**
     * A cursor of a stored text.
     *
     * @param url the page's absolute URL
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public PageCursor {
        requireNonNull(url, "url");
    }

    /** {@return the type's name alone: a link that no client has checked yet can hold anything} */
    @Override
    public String toString() {
        return "PageCursor[***]";
    }
}
