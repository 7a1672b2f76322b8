/* Strangers' bytes → bytes that are harmless where they go. All append to a buffer. */
#ifndef PF_REPORT_ESCAPE_H
#define PF_REPORT_ESCAPE_H

#include "base/buffer.h"

/*
 * For people: control characters, marks that turn the direction of text, invisible characters and
 * bytes that are no UTF-8 are shown as \x1b, \u{202e}, \xff; a tab is kept, a line feed is \n.
 * The output holds one line whatever the input.
 */
void pf_escape_visible(struct pf_buffer *buffer, pf_str s);
/*
 * The same where GitHub's runner reads along: `##[` cannot come about, and a `::` that would start
 * the line (`buffer` is empty or ends with a line feed and white space) is broken.
 */
void pf_escape_guarded(struct pf_buffer *buffer, pf_str s);

/* The inside of a JSON string. What is no UTF-8 becomes U+FFFD; `##[` is written so that no runner
 * reads it as a command. */
void pf_escape_json(struct pf_buffer *buffer, pf_str s);
/* XML 1.0 text or attribute value; characters that XML forbids become U+FFFD. */
void pf_escape_xml(struct pf_buffer *buffer, pf_str s);
/* A path as a relative URI reference (RFC 3986): bytes that are not unreserved or '/' are
 * percent-encoded, also a ':' in the first segment. */
void pf_escape_uri(struct pf_buffer *buffer, pf_str path);
/* Inline GitHub-flavoured Markdown, also inside a table cell: nothing of `s` is markup. */
void pf_escape_markdown(struct pf_buffer *buffer, pf_str s);
/* The message, or with `property` a property's value, of a workflow command `::error …::`. */
void pf_escape_command(struct pf_buffer *buffer, pf_str s, bool property);

/* Is this code point shown as an escape rather than itself? */
bool pf_escape_hides(uint32_t code_point);

#endif
