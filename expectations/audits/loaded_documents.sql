-- One row: how many documents are loaded and how many files are kept out.
select
    (select count(*) from dimensional.dim_document) as documents,
    (select count(*) from quality.quarantine) as quarantined,
    (
        select arg_min(concat(file_name, ': ', message), file_name) from quality.quarantine
    ) as first_reason
