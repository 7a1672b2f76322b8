/* The table of formats. */
#include "report/formats.h"

const struct pf_format pf_formats[] = {
    {"text", "for people: the places, the lines, what to write instead", pf_format_text, false},
    {"concise", "one line a finding, as compilers print it", pf_format_concise, false},
    {"json", "one object, a contract (\"schema\": 1)", pf_format_json, true},
    {"jsonl", "one JSON object a line", pf_format_jsonl, true},
    {"plan", "the verdict and what a deploy is made of, for preflight deploy", pf_format_plan,
     false},
    {"sarif", "SARIF 2.1.0, for GitHub code scanning", pf_format_sarif, true},
    {"github", "annotations in a GitHub workflow", pf_format_github, false},
    {"gitlab", "GitLab code quality", pf_format_gitlab, true},
    {"junit", "JUnit XML", pf_format_junit, false},
    {"checkstyle", "Checkstyle XML", pf_format_checkstyle, false},
    {"rdjsonl", "reviewdog's lines of JSON", pf_format_rdjsonl, false},
    {"markdown", "a table, for job summaries", pf_format_markdown, false},
};
const size_t pf_format_count = sizeof pf_formats / sizeof *pf_formats;

const struct pf_format *pf_format_find(pf_str name)
{
    for (size_t i = 0; i < pf_format_count; i++)
        if (pf_str_eq(name, pf_str_c(pf_formats[i].name)))
            return &pf_formats[i];
    return NULL;
}
