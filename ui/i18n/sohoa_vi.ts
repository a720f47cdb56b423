<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="vi_VN">
<context>
    <name>ApproveScreen</name>
    <message>
        <source>Approver</source>
        <translation>Người duyệt</translation>
    </message>
    <message>
        <source>F9: approve, next · F8: refuse with the reason · Ctrl+PgUp/PgDn: page</source>
        <translation>F9: duyệt, sang giấy kế tiếp · F8: không duyệt kèm lý do · Ctrl+PgUp/PgDn: trang</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Ô dữ liệu</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Giá trị</translation>
    </message>
    <message>
        <source>Why it is refused (the clerk reads this)</source>
        <translation>Lý do không duyệt (người số hóa sẽ đọc)</translation>
    </message>
    <message>
        <source>Refuse (F8)</source>
        <translation>Không duyệt (F8)</translation>
    </message>
    <message>
        <source>Approve (F9)</source>
        <translation>Duyệt (F9)</translation>
    </message>
    <message numerus="yes">
        <source>%n paper(s) wait for approval</source>
        <translation>
            <numerusform>%n giấy tờ chờ duyệt</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing waits for approval.</source>
        <translation>Không có giấy tờ nào chờ duyệt.</translation>
    </message>
    <message>
        <source>not on the paper</source>
        <translation>không có trên giấy</translation>
    </message>
    <message>
        <source>Approved: {0}</source>
        <translation>Đã duyệt: {0}</translation>
    </message>
    <message>
        <source>Sent back to the clerk: {0}</source>
        <translation>Đã trả lại người số hóa: {0}</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Close</source>
        <translation>Đóng</translation>
    </message>
</context>
<context>
    <name>FieldForm</name>
    <message>
        <source>This paper has no fields to check.</source>
        <translation>Giấy tờ này không có ô nào phải đối chiếu.</translation>
    </message>
    <message>
        <source>read</source>
        <translation>đã đọc</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>đã xác nhận</translation>
    </message>
    <message>
        <source>to confirm</source>
        <translation>cần xác nhận</translation>
    </message>
    <message>
        <source>invalid</source>
        <translation>không hợp lệ</translation>
    </message>
    <message>
        <source>two keys differ</source>
        <translation>hai lần nhập khác nhau</translation>
    </message>
    <message>
        <source>not on the paper</source>
        <translation>không có trên giấy</translation>
    </message>
</context>
<context>
    <name>HomeScreen</name>
    <message>
        <source>What would you like to do?</source>
        <translation>Bạn muốn làm gì?</translation>
    </message>
    <message>
        <source>Scan a dossier</source>
        <translation>Sao chụp hồ sơ</translation>
    </message>
    <message>
        <source>Feed the papers or import files; the program reads and sorts them.</source>
        <translation>Cho giấy vào máy quét hoặc nhập tệp; chương trình tự nhận dạng và phân loại.</translation>
    </message>
    <message>
        <source>Scan or import</source>
        <translation>Quét hoặc nhập tệp</translation>
    </message>
    <message>
        <source>Try the specimen dossier</source>
        <translation>Chạy thử hồ sơ mẫu</translation>
    </message>
    <message>
        <source>An invented dossier through the real screens, in three minutes; nothing stays behind.</source>
        <translation>Một hồ sơ hư cấu qua các màn hình thật trong ba phút; không để lại dữ liệu nào.</translation>
    </message>
    <message>
        <source>Run the specimen dossier</source>
        <translation>Chạy thử hồ sơ mẫu</translation>
    </message>
    <message>
        <source>Dossiers in work</source>
        <translation>Hồ sơ đang làm</translation>
    </message>
    <message>
        <source>no papers yet</source>
        <translation>chưa có giấy tờ</translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) to look at</source>
        <translation>
            <numerusform>Còn %n ô cần xem</numerusform>
        </translation>
    </message>
    <message>
        <source>ready to release</source>
        <translation>sẵn sàng lưu kho</translation>
    </message>
    <message>
        <source>Shared store: {0} waiting, last sent {1}</source>
        <translation>Kho dùng chung: còn {0} bản ghi chờ gửi, lần gửi gần nhất {1}</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Sohoa — specimen dossier (nothing is kept)</source>
        <translation>Sohoa — hồ sơ mẫu (không lưu lại gì)</translation>
    </message>
    <message>
        <source>Sohoa — digitizing dossiers</source>
        <translation>Sohoa — số hóa hồ sơ</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Trang chủ</translation>
    </message>
    <message>
        <source>Scan</source>
        <translation>Sao chụp</translation>
    </message>
    <message>
        <source>Verify data</source>
        <translation>Đối chiếu dữ liệu</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Tra cứu</translation>
    </message>
    <message>
        <source>Shared store</source>
        <translation>Kho dùng chung</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Ký số</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Duyệt</translation>
    </message>
    <message>
        <source>Ctrl+1…6: screens · F12: scan · Del: remove page · Ctrl+Z: undo · Enter: confirm · F7: not on paper · Alt+1…5: other reading · PgUp/PgDn: paper · Ctrl+Enter: release · Ctrl+wheel: zoom</source>
        <translation>Ctrl+1…6: màn hình · F12: quét · Del: bỏ trang · Ctrl+Z: hoàn tác · Enter: xác nhận · F7: không có trên giấy · Alt+1…5: cách đọc khác · PgUp/PgDn: giấy tờ · Ctrl+Enter: phát hành · Ctrl+lăn chuột: phóng to</translation>
    </message>
</context>
<context>
    <name>PageView</name>
    <message>
        <source>Page image</source>
        <translation>Ảnh trang</translation>
    </message>
</context>
<context>
    <name>ScanScreen</name>
    <message>
        <source>Personal number (12 digits)</source>
        <translation>Số định danh (12 số)</translation>
    </message>
    <message>
        <source>Full name</source>
        <translation>Họ và tên</translation>
    </message>
    <message>
        <source>Open new dossier</source>
        <translation>Mở hồ sơ mới</translation>
    </message>
    <message>
        <source>Dossier</source>
        <translation>Hồ sơ</translation>
    </message>
    <message>
        <source>Find scanners</source>
        <translation>Tìm máy quét</translation>
    </message>
    <message>
        <source>Scan (F12)</source>
        <translation>Quét (F12)</translation>
    </message>
    <message>
        <source>Import files…</source>
        <translation>Nhập tệp…</translation>
    </message>
    <message>
        <source>Remove page (Del)</source>
        <translation>Bỏ trang (Del)</translation>
    </message>
    <message>
        <source>Undo removal (Ctrl+Z)</source>
        <translation>Lấy lại (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>Máy quét</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Dừng</translation>
    </message>
    <message>
        <source>Open a dossier first: choose the procedure and type the personal number.</source>
        <translation>Mở hồ sơ trước: chọn thủ tục và nhập số định danh.</translation>
    </message>
    <message>
        <source>{0} (blank)</source>
        <translation>{0} (trắng)</translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n trang</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} pages, {1} read</source>
        <translation>{0} trang, đã nhận dạng {1}</translation>
    </message>
    <message>
        <source>Images and PDF</source>
        <translation>Ảnh và PDF</translation>
    </message>
    <message>
        <source>Import files</source>
        <translation>Nhập tệp</translation>
    </message>
</context>
<context>
    <name>SearchScreen</name>
    <message>
        <source>Find papers</source>
        <translation>Tìm giấy tờ</translation>
    </message>
    <message>
        <source>What need not be brought</source>
        <translation>Giấy tờ không phải nộp</translation>
    </message>
    <message>
        <source>Name, number, dossier code, last digits of a personal number… marks may be left out</source>
        <translation>Họ tên, số ký hiệu, mã hồ sơ, số cuối định danh… có thể gõ không dấu</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>Mọi loại</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Tra cứu</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Giấy tờ</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Số</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Ngày</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Người</translation>
    </message>
    <message>
        <source>Line found</source>
        <translation>Dòng tìm thấy</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Chữ ký số</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Xem thêm</translation>
    </message>
    <message>
        <source>Open paper (Enter)</source>
        <translation>Mở giấy tờ</translation>
    </message>
    <message>
        <source>Personal number (12 digits)</source>
        <translation>Số định danh (12 số)</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Kiểm tra</translation>
    </message>
    <message>
        <source>Required paper</source>
        <translation>Thành phần hồ sơ</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Kết quả</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Lý do</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Căn cứ</translation>
    </message>
    <message numerus="yes">
        <source>%n paper(s) found</source>
        <translation>
            <numerusform>Tìm thấy %n giấy tờ</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing found. Try fewer words, or a part of the number.</source>
        <translation>Không tìm thấy. Thử ít từ hơn hoặc chỉ gõ một phần của số.</translation>
    </message>
    <message>
        <source>{0} of {1} papers need not be brought.</source>
        <translation>{0}/{1} giấy tờ người dân không phải nộp.</translation>
    </message>
    <message>
        <source>✓ in the store</source>
        <translation>✓ đã có trong kho</translation>
    </message>
    <message>
        <source>✓ data replace it</source>
        <translation>✓ dữ liệu thay thế</translation>
    </message>
    <message>
        <source>● to bring</source>
        <translation>● phải nộp</translation>
    </message>
    <message>
        <source>◔ to show only</source>
        <translation>◔ chỉ xuất trình</translation>
    </message>
    <message>
        <source>✖ not valid yet</source>
        <translation>✖ chưa có hiệu lực</translation>
    </message>
    <message>
        <source>✖ expired</source>
        <translation>✖ hết hiệu lực</translation>
    </message>
    <message>
        <source>✖ superseded</source>
        <translation>✖ đã bị thay thế</translation>
    </message>
    <message>
        <source>✖ not usable</source>
        <translation>✖ không dùng được</translation>
    </message>
</context>
<context>
    <name>SignScreen</name>
    <message>
        <source>Person who digitized (top left)</source>
        <translation>Người số hóa (góc trên, bên trái)</translation>
    </message>
    <message>
        <source>Agency (top right)</source>
        <translation>Cơ quan (góc trên, bên phải)</translation>
    </message>
    <message>
        <source>USB token</source>
        <translation>USB ký số</translation>
    </message>
    <message>
        <source>Key file (PKCS#12)…</source>
        <translation>Tệp khóa (PKCS#12)…</translation>
    </message>
    <message>
        <source>PIN, asked once for all</source>
        <translation>Mã PIN, chỉ nhập một lần</translation>
    </message>
    <message>
        <source>Signature of</source>
        <translation>Chữ ký của</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Khóa</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>Mã PIN</translation>
    </message>
    <message>
        <source>Sign all (F10)</source>
        <translation>Ký tất cả (F10)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Dừng</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Giấy tờ</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Số</translation>
    </message>
    <message>
        <source>Dossier</source>
        <translation>Hồ sơ</translation>
    </message>
    <message>
        <source>Released</source>
        <translation>Phát hành</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Chữ ký số</translation>
    </message>
    <message numerus="yes">
        <source>%n paper(s) wait for this signature</source>
        <translation>
            <numerusform>%n giấy tờ chờ chữ ký này</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing waits for this signature.</source>
        <translation>Không có giấy tờ nào chờ chữ ký này.</translation>
    </message>
    <message>
        <source>Key file</source>
        <translation>Tệp khóa</translation>
    </message>
    <message>
        <source>Type the PIN first.</source>
        <translation>Hãy nhập mã PIN trước.</translation>
    </message>
    <message numerus="yes">
        <source>%n paper(s) signed.</source>
        <translation>
            <numerusform>Đã ký %n giấy tờ.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Signature</name>
    <message>
        <source>not signed</source>
        <translation>chưa ký</translation>
    </message>
    <message>
        <source>valid</source>
        <translation>hợp lệ</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>không xác định</translation>
    </message>
    <message>
        <source>invalid</source>
        <translation>sai</translation>
    </message>
    <message>
        <source>Signature: {0}</source>
        <translation>Chữ ký: {0}</translation>
    </message>
</context>
<context>
    <name>SyncScreen</name>
    <message>
        <source>Record</source>
        <translation>Bản ghi</translation>
    </message>
    <message>
        <source>Why it waits, and what to do</source>
        <translation>Vì sao chưa nhận, cần làm gì</translation>
    </message>
    <message>
        <source>Send now (F5)</source>
        <translation>Gửi ngay (F5)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Dừng</translation>
    </message>
    <message>
        <source>Sent to the shared store; {0} still waiting.</source>
        <translation>Đã gửi vào kho dùng chung; còn {0} bản ghi chờ.</translation>
    </message>
    <message>
        <source>Workstation {0} → {1}</source>
        <translation>Máy trạm {0} → {1}</translation>
    </message>
    <message>
        <source>{0} record(s) sent, {1} waiting, {2} file(s) waiting; last success: {3}</source>
        <translation>Đã gửi {0} bản ghi, còn chờ {1} bản ghi và {2} tệp; lần gửi cuối: {3}</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) were refused; they go again when their paper is mended and released.</source>
        <translation>
            <numerusform>%n bản ghi bị từ chối; sửa giấy tờ rồi phát hành lại thì sẽ được gửi tiếp.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was refused.</source>
        <translation>Không có bản ghi nào bị từ chối.</translation>
    </message>
    <message>
        <source>No nightly run yet. An administrator sets it with: sohoa sync --install</source>
        <translation>Chưa có lần chạy đêm nào. Quản trị viên đặt lịch bằng lệnh: sohoa sync --install</translation>
    </message>
    <message>
        <source>Last night ({0}): {1} sent, {2} sent again, {3} file(s) looked over, {4} faulty.</source>
        <translation>Đêm gần nhất ({0}): gửi {1}, gửi lại {2}, kiểm {3} tệp, {4} tệp lỗi.</translation>
    </message>
</context>
<context>
    <name>VerifyScreen</name>
    <message>
        <source>Release to the store (Ctrl+Enter)</source>
        <translation>Lưu kho (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Dossier</source>
        <translation>Hồ sơ</translation>
    </message>
    <message>
        <source>Enter: confirm, next · Tab: move · F7: not on the paper · Esc: take back · PgUp/PgDn: paper</source>
        <translation>Enter: xác nhận, sang ô kế · Tab: chuyển ô · F7: không có trên giấy · Esc: lấy lại · PgUp/PgDn: giấy tờ</translation>
    </message>
    <message>
        <source>{0} — waits for approval</source>
        <translation>{0} — chờ duyệt</translation>
    </message>
    <message>
        <source>{0} — in the store</source>
        <translation>{0} — đã lưu kho</translation>
    </message>
    <message>
        <source>{0} — sent back: {1}</source>
        <translation>{0} — bị trả lại: {1}</translation>
    </message>
    <message>
        <source>● {0} — {1} to look at</source>
        <translation>● {0} — còn {1} ô cần xem</translation>
    </message>
    <message>
        <source>No papers yet: scan or import them first.</source>
        <translation>Chưa có giấy tờ: hãy quét hoặc nhập tệp trước.</translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) to look at</source>
        <translation>
            <numerusform>Còn %n ô cần xem</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything is confirmed: release the dossier.</source>
        <translation>Đã xác nhận đủ: có thể lưu kho.</translation>
    </message>
    <message>
        <source>Released.</source>
        <translation>Đã lưu kho.</translation>
    </message>
    <message numerus="yes">
        <source>%n paper(s) released as PDF/A.</source>
        <translation>
            <numerusform>Đã lưu %n giấy tờ thành PDF/A.</numerusform>
        </translation>
    </message>
    <message>
        <source>Sent to the shared store; {0} still waiting.</source>
        <translation>Đã gửi vào kho dùng chung; còn {0} bản ghi chờ.</translation>
    </message>
</context>
<context>
    <name>application</name>
    <message>
        <source>Program error. Your work is saved.</source>
        <translation>Lỗi chương trình. Công việc của bạn đã được lưu.</translation>
    </message>
</context>
</TS>
