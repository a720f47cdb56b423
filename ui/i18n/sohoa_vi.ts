<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="vi_VN">
<context>
    <name>Actions</name>
    <message>
        <source>keys of this screen</source>
        <translation>các phím của màn hình</translation>
    </message>
    <message>
        <source>open a new dossier</source>
        <translation>mở hồ sơ mới</translation>
    </message>
    <message>
        <source>scan</source>
        <translation>quét</translation>
    </message>
    <message>
        <source>import files</source>
        <translation>nhập tệp</translation>
    </message>
    <message>
        <source>remove the chosen pages</source>
        <translation>bỏ các trang đang chọn</translation>
    </message>
    <message>
        <source>undo</source>
        <translation>hoàn tác</translation>
    </message>
    <message>
        <source>a new paper begins at this page</source>
        <translation>tách giấy tờ từ trang này</translation>
    </message>
    <message>
        <source>join the paper to the one before</source>
        <translation>gộp vào giấy tờ trên</translation>
    </message>
    <message>
        <source>change the kind of paper</source>
        <translation>đổi loại giấy tờ</translation>
    </message>
    <message>
        <source>page up, also into the paper before</source>
        <translation>đưa trang lên, cả sang giấy tờ trên</translation>
    </message>
    <message>
        <source>page down, also into the next paper</source>
        <translation>đưa trang xuống, cả sang giấy tờ dưới</translation>
    </message>
    <message>
        <source>take the chosen pages along</source>
        <translation>cắt các trang đang chọn</translation>
    </message>
    <message>
        <source>put them behind this page</source>
        <translation>dán sau trang này</translation>
    </message>
    <message>
        <source>turn left</source>
        <translation>xoay trái</translation>
    </message>
    <message>
        <source>turn right</source>
        <translation>xoay phải</translation>
    </message>
    <message>
        <source>bring a removed page back</source>
        <translation>lấy lại trang đã bỏ</translation>
    </message>
    <message>
        <source>go on to the values</source>
        <translation>sang đối chiếu</translation>
    </message>
    <message>
        <source>confirm, go to the next value to look at</source>
        <translation>xác nhận, sang ô kế cần xem</translation>
    </message>
    <message>
        <source>not on the paper</source>
        <translation>không có trên giấy</translation>
    </message>
    <message>
        <source>take back what was typed</source>
        <translation>lấy lại giá trị đã đọc</translation>
    </message>
    <message>
        <source>take another reading</source>
        <translation>lấy cách đọc khác</translation>
    </message>
    <message>
        <source>next value to look at, without confirming</source>
        <translation>ô kế cần xem, không xác nhận</translation>
    </message>
    <message>
        <source>paper before</source>
        <translation>giấy tờ trước</translation>
    </message>
    <message>
        <source>next paper</source>
        <translation>giấy tờ sau</translation>
    </message>
    <message>
        <source>page before</source>
        <translation>trang trước</translation>
    </message>
    <message>
        <source>next page</source>
        <translation>trang sau</translation>
    </message>
    <message>
        <source>nearer</source>
        <translation>phóng to</translation>
    </message>
    <message>
        <source>farther</source>
        <translation>thu nhỏ</translation>
    </message>
    <message>
        <source>the page&apos;s whole width</source>
        <translation>vừa bề rộng trang</translation>
    </message>
    <message>
        <source>release to the store</source>
        <translation>lưu kho</translation>
    </message>
    <message>
        <source>show the paper with the words found</source>
        <translation>xem giấy tờ, có khung chỗ tìm thấy</translation>
    </message>
    <message>
        <source>open the PDF file</source>
        <translation>mở tệp PDF</translation>
    </message>
    <message>
        <source>send now</source>
        <translation>gửi ngay</translation>
    </message>
    <message>
        <source>sign everything that waits</source>
        <translation>ký mọi giấy tờ đang chờ</translation>
    </message>
    <message>
        <source>approve</source>
        <translation>duyệt</translation>
    </message>
    <message>
        <source>refuse with the reason</source>
        <translation>không duyệt, kèm lý do</translation>
    </message>
</context>
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
    <name>ArrangeScreen</name>
    <message>
        <source>Go on to the values</source>
        <translation>Sang đối chiếu</translation>
    </message>
    <message>
        <source>Dossier</source>
        <translation>Hồ sơ</translation>
    </message>
    <message>
        <source>New paper from here</source>
        <translation>Tách giấy tờ từ đây</translation>
    </message>
    <message>
        <source>Join to the one before</source>
        <translation>Gộp vào giấy tờ trên</translation>
    </message>
    <message>
        <source>Kind of paper…</source>
        <translation>Loại giấy tờ…</translation>
    </message>
    <message>
        <source>Turn left</source>
        <translation>Xoay trái</translation>
    </message>
    <message>
        <source>Turn right</source>
        <translation>Xoay phải</translation>
    </message>
    <message>
        <source>Remove page</source>
        <translation>Bỏ trang</translation>
    </message>
    <message>
        <source>Bring page back</source>
        <translation>Lấy lại trang</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Hoàn tác</translation>
    </message>
    <message>
        <source>In no paper (blank pages)</source>
        <translation>Không thuộc giấy tờ nào (trang trắng)</translation>
    </message>
    <message>
        <source>Removed pages</source>
        <translation>Trang đã bỏ</translation>
    </message>
    <message>
        <source>No dossier yet: open one on the screen Scan.</source>
        <translation>Chưa có hồ sơ: mở hồ sơ ở màn hình Sao chụp.</translation>
    </message>
    <message>
        <source>No pages yet: scan or import them first.</source>
        <translation>Chưa có trang nào: quét hoặc nhập tệp trước.</translation>
    </message>
    <message>
        <source>{0} papers, {1} pages</source>
        <translation>{0} giấy tờ, {1} trang</translation>
    </message>
    <message>
        <source>New paper — its kind is being found…</source>
        <translation>Giấy tờ mới — đang nhận loại…</translation>
    </message>
    <message>
        <source>{0} — in the store</source>
        <translation>{0} — đã lưu kho</translation>
    </message>
    <message>
        <source>{0} — choose its kind</source>
        <translation>{0} — cần chọn loại</translation>
    </message>
    <message>
        <source>{0} — kind uncertain ({1} %)</source>
        <translation>{0} — chưa chắc loại ({1} %)</translation>
    </message>
    <message>
        <source>Page {0} (blank)</source>
        <translation>Trang {0} (trắng)</translation>
    </message>
    <message>
        <source>Page {0}</source>
        <translation>Trang {0}</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Close</source>
        <translation>Đóng</translation>
    </message>
    <message>
        <source>page {0}</source>
        <translation>trang {0}</translation>
    </message>
    <message numerus="yes">
        <source>…and %n more problem(s)</source>
        <translation>
            <numerusform>…và còn %n lỗi khác</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Checklist</name>
    <message>
        <source>Papers that the procedure asks for</source>
        <translation>Thành phần hồ sơ</translation>
    </message>
    <message numerus="yes">
        <source>%n paper(s) missing</source>
        <translation>
            <numerusform>Thiếu %n giấy tờ</numerusform>
        </translation>
    </message>
    <message>
        <source>every required paper is there</source>
        <translation>Đủ thành phần hồ sơ</translation>
    </message>
    <message>
        <source>due {0}</source>
        <translation>hẹn trả {0}</translation>
    </message>
    <message>
        <source>is here</source>
        <translation>đã có</translation>
    </message>
    <message>
        <source>the store has it</source>
        <translation>kho đã có</translation>
    </message>
    <message>
        <source>to show only</source>
        <translation>chỉ xuất trình</translation>
    </message>
    <message>
        <source>if there is one</source>
        <translation>nếu có</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>thiếu</translation>
    </message>
</context>
<context>
    <name>DeviceRow</name>
    <message>
        <source>Scanner</source>
        <translation>Máy quét</translation>
    </message>
    <message>
        <source>Where the paper lies</source>
        <translation>Chỗ đặt giấy</translation>
    </message>
    <message>
        <source>Find scanners</source>
        <translation>Tìm máy quét</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Đang tìm…</translation>
    </message>
    <message>
        <source>No scanner answers: switch it on and plug it in, then look again; or import files.</source>
        <translation>Không thấy máy quét nào: bật máy, cắm dây rồi tìm lại; hoặc nhập tệp.</translation>
    </message>
    <message>
        <source>Feeder, one side</source>
        <translation>Khay nạp, một mặt</translation>
    </message>
    <message>
        <source>Feeder, both sides</source>
        <translation>Khay nạp, hai mặt</translation>
    </message>
    <message>
        <source>Glass</source>
        <translation>Mặt kính</translation>
    </message>
</context>
<context>
    <name>DossierBox</name>
    <message>
        <source>Dossier</source>
        <translation>Hồ sơ</translation>
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
        <source>Dossiers in work (Enter goes on with the marked one)</source>
        <translation>Hồ sơ đang làm (Enter làm tiếp hồ sơ đang chọn)</translation>
    </message>
    <message>
        <source>No dossier is in work. Begin with “Scan or import”.</source>
        <translation>Chưa có hồ sơ nào đang làm. Bắt đầu bằng «Quét hoặc nhập tệp».</translation>
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
    <name>IntakePanel</name>
    <message>
        <source>12 digits; 9 for an old card; a tax code for an organisation</source>
        <translation>12 số; CMND 9 số; tổ chức: mã số thuế</translation>
    </message>
    <message>
        <source>as on the card</source>
        <translation>như trên thẻ căn cước</translation>
    </message>
    <message>
        <source>empty: the workstation gives one</source>
        <translation>để trống: máy trạm tự cấp</translation>
    </message>
    <message>
        <source>Open dossier (Enter)</source>
        <translation>Mở hồ sơ (Enter)</translation>
    </message>
    <message>
        <source>Not now (Esc)</source>
        <translation>Để sau (Esc)</translation>
    </message>
    <message>
        <source>Procedure</source>
        <translation>Thủ tục</translation>
    </message>
    <message>
        <source>Personal number</source>
        <translation>Số định danh</translation>
    </message>
    <message>
        <source>Full name</source>
        <translation>Họ và tên</translation>
    </message>
    <message>
        <source>Dossier code</source>
        <translation>Mã hồ sơ</translation>
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
        <source>Arrange</source>
        <translation>Sắp xếp</translation>
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
        <source>&lt;b&gt;Ctrl+1…{0}&lt;/b&gt;&amp;nbsp;screens</source>
        <translation>&lt;b&gt;Ctrl+1…{0}&lt;/b&gt;&amp;nbsp;các màn hình</translation>
    </message>
    <message>
        <source>Dossier {0} has been read.</source>
        <translation>Hồ sơ {0} đã nhận dạng xong.</translation>
    </message>
</context>
<context>
    <name>PageStrip</name>
    <message>
        <source>Pages</source>
        <translation>Các trang</translation>
    </message>
    <message>
        <source>{0} (blank)</source>
        <translation>{0} (trắng)</translation>
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
    <name>PaperTree</name>
    <message>
        <source>Papers and their pages</source>
        <translation>Giấy tờ và các trang</translation>
    </message>
</context>
<context>
    <name>PaperViewer</name>
    <message>
        <source>Back to the list (Esc)</source>
        <translation>Về danh sách (Esc)</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Đang mở…</translation>
    </message>
    <message>
        <source>Page {0} of {1} (PgUp, PgDn)</source>
        <translation>Trang {0}/{1} (PgUp, PgDn)</translation>
    </message>
</context>
<context>
    <name>ScanScreen</name>
    <message>
        <source>Dossier</source>
        <translation>Hồ sơ</translation>
    </message>
    <message>
        <source>Import files…</source>
        <translation>Nhập tệp…</translation>
    </message>
    <message>
        <source>New dossier</source>
        <translation>Hồ sơ mới</translation>
    </message>
    <message>
        <source>Scan</source>
        <translation>Quét</translation>
    </message>
    <message>
        <source>Remove page</source>
        <translation>Bỏ trang</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Hoàn tác</translation>
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
        <source>No pages yet: put the papers into the scanner and scan, or import files.</source>
        <translation>Chưa có trang nào: đặt giấy vào máy quét rồi quét, hoặc nhập tệp.</translation>
    </message>
    <message>
        <source>Scanning…</source>
        <translation>Đang quét…</translation>
    </message>
    <message>
        <source>Importing…</source>
        <translation>Đang nhập tệp…</translation>
    </message>
    <message>
        <source>Reading the pages…</source>
        <translation>Đang nhận dạng…</translation>
    </message>
    <message>
        <source>Reading the pages: {0} of {1}</source>
        <translation>Đang nhận dạng: {0}/{1} trang</translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n trang</numerusform>
        </translation>
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
        <source>Show paper</source>
        <translation>Xem giấy tờ</translation>
    </message>
    <message>
        <source>PDF file</source>
        <translation>Tệp PDF</translation>
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
    <message>
        <source>Searching…</source>
        <translation>Đang tìm…</translation>
    </message>
    <message numerus="yes">
        <source>%n paper(s) found</source>
        <translation>
            <numerusform>Tìm thấy %n giấy tờ</numerusform>
        </translation>
    </message>
    <message>
        <source>the first {0} are shown</source>
        <translation>đang hiện {0} giấy tờ đầu</translation>
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
    <name>TypePicker</name>
    <message>
        <source>Kind of paper: type a piece of its name, Enter takes the marked one</source>
        <translation>Loại giấy tờ: gõ một phần tên (không cần dấu), Enter chọn dòng đang sáng</translation>
    </message>
    <message>
        <source>Kind of paper</source>
        <translation>Loại giấy tờ</translation>
    </message>
</context>
<context>
    <name>VerifyScreen</name>
    <message>
        <source>Dossier</source>
        <translation>Hồ sơ</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Dừng</translation>
    </message>
    <message>
        <source>Release to the store</source>
        <translation>Lưu kho</translation>
    </message>
    <message>
        <source>Enter: confirm, next · Tab: move · F7: not on the paper · Esc: take back · F1: all keys</source>
        <translation>Enter: xác nhận, sang ô kế · Tab: chuyển ô · F7: không có trên giấy · Esc: lấy lại · F1: mọi phím</translation>
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
    <message>
        <source>Page {0} of {1} of this paper</source>
        <translation>Trang {0}/{1} của giấy tờ này</translation>
    </message>
    <message>
        <source>Not released yet. {0}</source>
        <translation>Chưa lưu kho được. {0}</translation>
    </message>
    <message>
        <source>Writing the PDF/A files…</source>
        <translation>Đang ghi tệp PDF/A…</translation>
    </message>
    <message>
        <source>Sending to the shared store…</source>
        <translation>Đang gửi vào kho dùng chung…</translation>
    </message>
    <message numerus="yes">
        <source>%n paper(s) released as PDF/A.</source>
        <translation>
            <numerusform>Đã lưu %n giấy tờ thành PDF/A.</numerusform>
        </translation>
    </message>
    <message>
        <source>The shared store did not take a record: {0} The screen Shared store says what to do.</source>
        <translation>Kho dùng chung chưa nhận một bản ghi: {0} Xem màn hình Kho dùng chung để biết việc cần làm.</translation>
    </message>
    <message>
        <source>The papers are released and in the shared store; {0} record(s) still wait.</source>
        <translation>Giấy tờ đã lưu kho và có trong kho dùng chung; còn {0} bản ghi chờ gửi.</translation>
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
