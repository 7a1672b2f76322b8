/* The writers behind the table in formats.c, one file each. */
#ifndef PF_REPORT_FORMATS_H
#define PF_REPORT_FORMATS_H

#include "report/report.h"

/* For people: place, lines of the file with the spot marked, help; docs/formats.md shows it. */
pf_format_writer pf_format_text;
/* path:line:column: severity: message [ID] */
pf_format_writer pf_format_concise;
/* The verdict in short and the plan of a deploy, on one line: what preflight-deploy reads. */
pf_format_writer pf_format_plan;
/* One object, "schema": 1. */
pf_format_writer pf_format_json;
/* One finding a line, as in json's `findings`. */
pf_format_writer pf_format_jsonl;
/* SARIF 2.1.0 as GitHub code scanning takes it. */
pf_format_writer pf_format_sarif;
/* Workflow commands: ::error file=…. */
pf_format_writer pf_format_github;
/* GitLab's code quality report. */
pf_format_writer pf_format_gitlab;
pf_format_writer pf_format_junit;
pf_format_writer pf_format_checkstyle;
/* reviewdog's rdjsonl. */
pf_format_writer pf_format_rdjsonl;
/* A table for a job summary. */
pf_format_writer pf_format_markdown;

#endif
