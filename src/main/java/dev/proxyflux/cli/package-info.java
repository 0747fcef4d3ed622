/**
 * The command line. {@link dev.proxyflux.cli.Main} reads the arguments; a {@code StreamRun} writes a session's interactions
 * to standard output as NDJSON, page by page as the reader takes them. Internal: nothing here is for users of the library.
 */
@NullMarked
package dev.proxyflux.cli;

import org.jspecify.annotations.NullMarked;
