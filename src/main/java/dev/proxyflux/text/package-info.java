/** What may be printed: one line, bounded, no secret. Internal: nothing here is for users. */
@NullMarked
package dev.proxyflux.text;

import org.jspecify.annotations.NullMarked;
