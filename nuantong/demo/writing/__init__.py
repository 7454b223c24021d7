"""From the plan to rows, by COPY: one module a part."""
